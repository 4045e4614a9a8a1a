import assert from "node:assert/strict";
import { test } from "node:test";
import { type PostgresTarget, targetProblem } from "../src/index.ts";

const password = () => "x";

test("an address that says where and as whom is taken", () => {
  const targets: readonly PostgresTarget[] = [
    { url: "postgres://role@db.example:5433/portcullis" },
    { url: "postgresql://role@db.example/portcullis?sslmode=verify-full", caFile: "/etc/ca.pem" },
    { url: "postgres://ro%40le:pass%2Fword@[::1]/portcullis" },
    { url: "postgres://role@db.example/portcullis", password, withoutTls: true },
    { url: "postgres:///portcullis?host=/run/postgresql&user=role" },
  ];
  for (const target of targets) assert.equal(targetProblem(target), undefined, target.url);
});

test("whatever else is refused with one sentence that tells no password", () => {
  const refused: readonly (readonly [string, Partial<PostgresTarget>, RegExp])[] = [
    ["", {}, /form/],
    ["db.example", {}, /form/],
    ["http://role:hunter2@db.example/portcullis", {}, /form/],
    ["postgres://role:hunter2@db.example:99999/portcullis", {}, /form/],
    ["postgres://role:hunter2@db.example/portcullis#x", {}, /form/],
    ["postgres://:hunter2@db.example/portcullis", {}, /no role/],
    ["postgres://role:hunter2@db.example/", {}, /no database/],
    ["postgres://role:hunter2@a.example,b.example/portcullis", {}, /more than one/],
    ["postgres://role:hunter2@db.example/portcullis?sslmode=require", {}, /only verify-full/],
    ["postgres://role:hunter2@db.example/portcullis?sslmode=disable", {}, /only verify-full/],
    ["postgres://role:hunter2@db.example/portcullis?options=-c%20x", {}, /parameter options/],
    ["postgres://role:hunter2@db.example/portcullis?host=/run/postgresql", {}, /parameter host/],
    ["postgres://role:hunter2@db.example/portcullis?sslmode=verify-full&sslmode=disable", {}, /sslmode/],
    ["postgres:///portcullis?host=/run/postgresql", {}, /no role/],
    ["postgres:///portcullis?user=role", {}, /parameter user/],
    ["postgres:///portcullis?host=db.example&user=role", {}, /parameter host/],
    ["postgres:///portcullis?host=/run/postgresql&user=role&port=0", {}, /port/],
    ["postgres:///portcullis?host=/run/postgresql&user=role", { caFile: "/etc/ca.pem" }, /unix socket/],
    ["postgres://role:hunter2@db.example/%zz", {}, /encodes nothing/],
    ["postgres://role:hunter2@db.example/portcullis", { password }, /twice/],
    ["postgres://role:hunter2@db.example/portcullis?sslmode=verify-full", { withoutTls: true }, /without it/],
    ["postgres://role:hunter2@db.example/portcullis", { caFile: "/x", withoutTls: true }, /without it/],
  ];
  for (const [url, rest, reason] of refused) {
    const problem = targetProblem({ url, ...rest });
    assert.match(problem ?? "taken", reason, url);
    assert.match(problem!, /^[A-Z][^.]*\.$/s, problem);
    assert.doesNotMatch(problem!, /hunter2/);
  }
});
