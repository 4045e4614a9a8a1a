import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type EventDeletion, OpenError, type ServerSettings, StorageError } from "@portcullis/storage";
import { examine } from "../src/doctor/examine.ts";
import type { DatabaseLooks } from "../src/doctor/look-at-database.ts";
import { deployment, found, now, nowhere, said, shared, sharing } from "./doctor-harness.ts";
import { configOf } from "./listen-harness.ts";

const key = {
  number: 1,
  purpose: "session",
  wrapped: new Uint8Array(),
  created: now,
  active: true,
  retired: undefined,
};

describe("the doctor's check of the clock", () => {
  const clockBy = (milliseconds: number, delay = 0) =>
    sharing({
      async confirm() {
        await new Promise((resolve) => setTimeout(resolve, delay));
        return { incarnation: "", clock: Date.now() + milliseconds, revisions: [] };
      },
    });

  test("has nothing to compare where there is no database", async () => {
    assert.equal(
      await said("clock", []),
      "ok: The clock says 2026-12-24T12:00:00.000Z; there is no other to compare it with.",
    );
  });

  test("says of a shared database that does not answer that its clock was not asked", async () => {
    const looks = found(new OpenError("cannot-open", "It cannot be reached."));
    assert.equal(
      await said("clock", shared, { looks }),
      "ok: The clock says 2026-12-24T12:00:00.000Z; the database's could not be asked.",
    );
  });

  test("says of an embedded database that it has the same clock", async () => {
    const looks = sharing({});
    const file: DatabaseLooks["file"] = (_path, look) => looks.shared({} as never, look);
    assert.match(
      await said("clock", [], { looks: { ...looks, file } }),
      /^ok: .* is on this machine and has no other\.$/,
    );
  });

  test("compares it with a shared database's", async () => {
    assert.match(
      await said("clock", shared, { looks: clockBy(0) }),
      /^ok: The clock agrees with the database's to 0\.\d\d s\.$/,
    );
    assert.match(
      await said("clock", shared, { looks: clockBy(700) }),
      /^warn: The clock is 0\.[67]\d s behind the database's/,
    );
    assert.match(await said("clock", shared, { looks: clockBy(-700) }), /^warn: .* ahead of the database's/);
    assert.match(
      await said("clock", shared, { looks: clockBy(60_000) }),
      /^fail: The clock is \d\d\.\d\d s behind .*no session is issued/,
    );
  });

  test("does not take a slow database for a wrong clock", async () => {
    assert.match(await said("clock", shared, { looks: clockBy(-400, 900) }), /^ok: /);
  });

  test("refuses a time that cannot be", async () => {
    assert.match(
      await said("clock", [], { now: () => 0 }),
      /^fail: The clock says 1970-01-01T00:00:00\.000Z, which cannot be/,
    );
    const looks = sharing({ keys: async () => [key, { ...key, number: 2, created: now + 60_000 }] });
    assert.match(await said("clock", shared, { looks }), /^fail: .*a key of the database was made later/);
  });
});

describe("the doctor's check of the database", () => {
  test("does not take half a restore for a database that holds nothing", async () => {
    const looks = sharing({ begun: async () => true });
    assert.equal(
      await said("database", shared, { looks }),
      "fail: A restore into the database db.example.com/iam has not ended: let it go on, or run it again where it was cut off.",
    );
  });

  test("tells of what is held, over any driver", async () => {
    const looks = sharing({ deployment: async () => deployment });
    assert.equal(
      await said("database", shared, { looks }),
      "ok: The database db.example.com/iam holds deployment d-1 (partition aws; tables of PostgreSQL, format 1).",
    );
    assert.match(
      await said("database", shared, { looks: sharing({}) }),
      /^warn: The database db\.example\.com\/iam holds no installation yet/,
    );
  });

  test("refuses bodies of a newer format, as a start does", async () => {
    const formats = async () => [{ kind: "user", v: 9 }];
    const looks = sharing({ deployment: async () => deployment, formats });
    assert.equal(
      await said("database", shared, { looks }),
      "fail: The database holds users of format 9 and this version reads up to 1: start the version that wrote it, or a newer one.",
    );
  });

  test("warns of a server that may lose what was acknowledged, and says what comes of it", async () => {
    const safe = { fsync: "on", full_page_writes: "on", synchronous_commit: "on" };
    const of = (settings: Partial<ServerSettings>) =>
      said("database", shared, {
        looks: sharing({ deployment: async () => deployment, settings: { ...safe, ...settings } }),
      });
    assert.match(await of({}), /^ok: /);
    assert.match(await of({ synchronous_commit: "remote_apply" }), /^ok: /);
    assert.equal(
      await of({ fsync: "off" }),
      "warn: The database db.example.com/iam has fsync = off (a crash of its machine can destroy all that it holds): set fsync to on.",
    );
    assert.match(
      await of({ full_page_writes: "off" }),
      /^warn: .*half written\): set full_page_writes to on\.$/,
    );
    for (const value of ["off", "local", "remote_write"]) {
      const sentence = await of({ synchronous_commit: value });
      assert.match(
        sentence,
        new RegExp(`^warn: .* synchronous_commit = ${value} \\(.*set synchronous_commit to on`),
      );
    }
    assert.match(
      await of({ fsync: "off", synchronous_commit: "local" }),
      /^warn: .* fsync = off \(.*\) and synchronous_commit = local \(.*\): set fsync and synchronous_commit to on\.$/,
    );
  });

  test("gives each state of a database its own sentence", async () => {
    const path = `${nowhere}/portcullis.db`;
    const of = (look: Parameters<typeof found>[0], args: readonly string[] = []) =>
      said("database", args, { looks: found(look) });
    assert.equal(
      await of({ found: "nothing" }),
      `warn: There is no database ${path} yet: the first start makes one.`,
    );
    assert.match(await of({ found: "unmerged" }), /^warn: .* is in use, or its server was killed/);
    assert.match(
      await of({ found: "older-format", format: 1 }),
      /^warn: .* has tables of SQLite, format 1: the next start/,
    );
    assert.match(
      await of({ found: "older-format", format: 1 }, shared),
      /^warn: .* has tables of PostgreSQL, format 1: the next start/,
    );
    assert.equal(await of(new OpenError("not-ours", "The file is not ours.")), "fail: The file is not ours.");
    assert.equal(
      await of(new StorageError("away", "nobody answers"), shared),
      "fail: The database db.example.com/iam cannot be read: nobody answers.",
    );
  });

  test("has nothing to say of a server that keeps nothing", async () => {
    assert.equal(await said("database", ["--ephemeral"].slice(1)), await said("database", []));
    const found = await examine(configOf(["--ephemeral"]));
    assert.ok(
      found.every(({ level }) => level === "ok"),
      JSON.stringify(found),
    );
  });
});

describe("the doctor's check of who deletes events", () => {
  const of = (deletion: EventDeletion | OpenError, args: readonly string[] = shared, looks = sharing({})) =>
    said("retention", args, {
      looks: {
        ...looks,
        async deletion() {
          if (deletion instanceof OpenError) throw deletion;
          return deletion;
        },
      },
    });
  const second = [...shared, "--retention-role", "cleaner"];
  const refused = new OpenError("cannot-open", "The database refuses cleaner.");

  test("says whether the role that is to delete them may", async () => {
    assert.equal(
      await of({ role: "cleaner", may: true }, second),
      "ok: The role cleaner may delete events past their time.",
    );
    assert.equal(
      await of({ role: "cleaner", may: undefined }, second),
      "ok: The role cleaner can log in; there are no events yet that it could delete.",
    );
    assert.equal(
      await of({ role: "cleaner", may: false }, second),
      "warn: The role cleaner may not delete events, and those past their time stay: run portcullis prepare with it.",
    );
    assert.equal(
      await of({ role: "portcullis", may: false }),
      "warn: The role portcullis may not delete events, and those past their time stay: name one that may with --retention-role.",
    );
  });

  test("fails where that role cannot log in, and does not know where nobody can", async () => {
    assert.equal(
      await of(refused, second),
      "fail: The database refuses cleaner. Until the role cleaner can log in, events past their time stay.",
    );
    const away = found(new OpenError("cannot-open", "The database is away."));
    assert.equal(
      await of(refused, second, away),
      "warn: Whether events past their time are deleted cannot be told without the database.",
    );
  });

  test("has nobody to ask for where the database is embedded", async () => {
    assert.equal(await said("retention", []), "ok: The server deletes events past their time by itself.");
  });
});
