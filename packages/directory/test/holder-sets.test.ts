import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compile, decide, type PolicySet } from "@portcullis/policy";
import {
  applyChanges,
  callerLayers,
  emptyState,
  type Group,
  type Policy,
  type RealmState,
  type User,
} from "../src/index.ts";
import { sharedSets } from "../src/shared-sets.ts";

const account = "123456789012";
const allow = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: action, Resource: "*" } });

const holds = { path: "/", created: 0, attached: [], inline: [] } as const;
const group = (name: string, more: Partial<Group> = {}): Group => ({
  ...holds,
  kind: "group",
  id: `AGPA${name}`,
  name,
  ...more,
});
const user = (name: string, more: Partial<User> = {}): User => ({
  ...holds,
  kind: "user",
  id: `AIDA${name}`,
  name,
  tags: [],
  groups: [],
  ...more,
});
const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const policy = (name: string, ...texts: string[]): Policy => ({
  kind: "policy",
  id: `ANPA${name}`,
  name,
  path: "/",
  created: 0,
  updated: 0,
  tags: [],
  versions: texts.map((text, at) => ({ number: at + 1, text, created: 0 })),
  defaultVersion: texts.length,
  nextVersion: texts.length + 1,
});

const put = (state: RealmState, ...entities: (User | Group | Policy)[]) =>
  applyChanges(state, { put: entities, remove: [] }, state.revision + 1, `${state.revision}`);

function setsOf(home: RealmState, name: string): readonly PolicySet[] {
  const holder = home.byId.user.get(`AIDA${name}`);
  assert.ok(holder);
  return callerLayers("aws", {
    principal: { kind: "user", arn: `arn:aws:iam::${account}:user/${name}`, account, id: holder.id },
    account,
    home,
    accessKeyId: "AKIA",
    user: holder,
    role: undefined,
    session: undefined,
    userId: holder.id,
  }).identity;
}

/** The sets of the second that are not among those of the first: what had to be compiled. */
const madeAnew = (before: readonly PolicySet[], after: readonly PolicySet[]) =>
  after.filter((set) => !before.includes(set));

const start = put(
  emptyState(account),
  policy("read", allow("s3:Get*")),
  policy("write", allow("s3:Put*")),
  group("dev", { attached: [policyArn("read")] }),
  group("ops", { attached: [policyArn("write")], inline: [{ name: "own", text: allow("ec2:*") }] }),
  user("ann", { attached: [policyArn("read"), policyArn("write")], groups: ["AGPAdev", "AGPAops"] }),
  user("bob", { groups: ["AGPAdev", "AGPAops"] }),
);

describe("the policies of a principal", () => {
  test("are one compiled set a holder, and holders without policies have none", () => {
    assert.deepEqual(
      setsOf(start, "ann").map(({ documents }) => documents.map(({ source }) => source.name)),
      [["read", "write"], ["read"], ["own", "write"]],
    );
    assert.equal(setsOf(start, "bob").length, 2);
  });

  test("are compiled anew for the one holder whose attachment changed", () => {
    const before = setsOf(start, "ann");
    const ops = group("ops", { attached: [], inline: [{ name: "own", text: allow("ec2:*") }] });
    const after = setsOf(put(start, ops), "ann");
    const anew = madeAnew(before, after);
    assert.deepEqual(anew, [after[2]]);
    assert.deepEqual(
      anew[0]?.documents.map(({ source }) => source.name),
      ["own"],
    );
  });

  test("are compiled anew for the holders of a managed policy whose default version changed", () => {
    const before = setsOf(start, "ann");
    const after = setsOf(put(start, policy("read", allow("s3:Get*"), allow("s3:List*"))), "ann");
    assert.deepEqual(madeAnew(before, after), [after[0], after[1]]);
  });

  test("are not compiled for a change that touches no policy", () => {
    const before = setsOf(start, "ann");
    const tagged = user("ann", {
      attached: [policyArn("read"), policyArn("write")],
      groups: ["AGPAdev", "AGPAops"],
      tags: [{ key: "team", value: "payments" }],
    });
    assert.deepEqual(madeAnew(before, setsOf(put(start, tagged, user("eve")), "ann")), []);
  });

  test("are shared by users in the same groups", () => {
    assert.deepEqual(madeAnew(setsOf(start, "ann"), setsOf(start, "bob")), []);
  });

  test("that cannot be found stand as a document that denies everything", () => {
    const state = put(start, user("ann", { attached: [policyArn("gone"), policyArn("read")] }));
    const [set] = setsOf(state, "ann");
    assert.deepEqual(
      set?.documents.map(({ text }) => text),
      ["", allow("s3:Get*")],
    );
  });

  test("are not touched where a service control policy changes: that one alone is compiled, for all of them", () => {
    let compiled = 0;
    const share = sharedSets((type, documents) => {
      compiled += 1;
      return compile(type, documents);
    });
    const levels = (text: string) => [[share("scp", [{ source: { name: "guard" }, text }])]];
    const people = ["ann", "bob"].map((name) => ({ name, sets: setsOf(start, name) }));
    const outcomes = (text: string) =>
      people.map(({ name, sets }) => {
        assert.deepEqual(madeAnew(sets, setsOf(start, name)), []);
        const arn = `arn:aws:iam::${account}:user/${name}`;
        const request = {
          principal: { kind: "user", arn, account, id: `AIDA${name}` },
          action: "s3:GetObject",
          resource: { arn: "arn:aws:s3:::b/k", account },
          context: { get: () => undefined },
        } as const;
        return decide({ identity: sets, scps: levels(text), rcps: [] }, request).outcome;
      });
    const first = allow("s3:*");
    const second = allow("ec2:*");
    const kept = levels(first);
    assert.deepEqual(outcomes(first), ["Allow", "Allow"]);
    assert.equal(compiled, 1);
    assert.deepEqual(outcomes(second), ["ImplicitDeny", "ImplicitDeny"]);
    assert.equal(compiled, 2);
    assert.deepEqual(levels(first), kept);
    assert.equal(compiled, 2);
  });
});
