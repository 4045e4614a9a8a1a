import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Caller, type CheckContext, contextOf } from "@portcullis/directory";
import {
  account,
  ann,
  facts,
  now,
  rootCaller,
  sessionCaller,
  stateOf,
  userCaller,
  worker,
} from "./callers.ts";

const home = stateOf(ann, worker);
const user = userCaller(home);
const root = rootCaller(home);
const role = sessionCaller(home, { sourceIdentity: "Ann" });
const guest = sessionCaller(home, { kind: "federated-user", principalId: ann.id, name: "Guest" });
const proved = sessionCaller(home, { kind: "user-session", principalId: ann.id, mfaAt: now - 90_000 });

const value = (caller: Caller, key: string, check: CheckContext = {}, more: Partial<typeof facts> = {}) =>
  contextOf(caller, { ...facts, ...more }, check).get(key);

describe("global condition keys", () => {
  it("say who calls", () => {
    const rows: readonly (readonly [Caller, string, string, string, string | undefined])[] = [
      [user, "User", "arn:aws:iam::123456789012:user/staff/Ann", ann.id, "Ann"],
      [root, "Account", "arn:aws:iam::123456789012:root", account, undefined],
      [role, "AssumedRole", "arn:aws:iam::123456789012:role/jobs/Worker", `${worker.id}:job`, undefined],
      [
        guest,
        "FederatedUser",
        "arn:aws:sts::123456789012:federated-user/Guest",
        `${account}:Guest`,
        undefined,
      ],
      [proved, "User", "arn:aws:iam::123456789012:user/staff/Ann", ann.id, "Ann"],
    ];
    for (const [caller, type, arn, userId, name] of rows) {
      assert.deepEqual(value(caller, "aws:principaltype"), [type]);
      assert.deepEqual(value(caller, "aws:principalarn"), [arn]);
      assert.deepEqual(value(caller, "aws:userid"), [userId]);
      assert.deepEqual(value(caller, "aws:username"), name === undefined ? undefined : [name]);
      assert.deepEqual(value(caller, "aws:principalaccount"), [account]);
      assert.deepEqual(value(caller, "aws:principalisawsservice"), ["false"]);
    }
  });

  it("of sessions are absent for long-term keys", () => {
    for (const key of [
      "aws:tokenissuetime",
      "aws:multifactorauthpresent",
      "aws:multifactorauthage",
      "aws:sourceidentity",
    ]) {
      assert.equal(value(user, key), undefined, key);
      assert.equal(value(root, key), undefined, key);
    }
    assert.deepEqual(value(role, "aws:tokenissuetime"), ["2026-01-15T12:29:15Z"]);
    assert.deepEqual(value(role, "aws:multifactorauthpresent"), ["false"]);
    assert.equal(value(role, "aws:multifactorauthage"), undefined);
    assert.deepEqual(value(role, "aws:sourceidentity"), ["Ann"]);
    assert.deepEqual(value(proved, "aws:multifactorauthpresent"), ["true"]);
    assert.deepEqual(value(proved, "aws:multifactorauthage"), ["90"]);
    assert.equal(value(guest, "aws:multifactorauthpresent"), undefined);
  });

  it("say what is known of the request", () => {
    assert.deepEqual(value(user, "aws:sourceip"), ["192.0.2.7"]);
    assert.deepEqual(value(user, "aws:securetransport"), ["true"]);
    assert.deepEqual(value(user, "aws:useragent"), ["aws-cli/2"]);
    assert.equal(value(user, "aws:referer"), undefined);
    assert.deepEqual(value(user, "aws:referer", {}, { referer: "https://example.org/" as never }), [
      "https://example.org/",
    ]);
    assert.deepEqual(value(user, "aws:currenttime"), ["2026-01-15T12:30:15Z"]);
    assert.deepEqual(value(user, "aws:epochtime"), [String(Math.floor(now / 1000))]);
    assert.deepEqual(value(user, "aws:requestedregion"), ["us-east-1"]);
    assert.deepEqual(value(user, "aws:viaawsservice"), ["false"]);
  });

  it("that only a service of AWS could vouch for are absent", () => {
    for (const key of [
      "aws:sourcearn",
      "aws:sourceaccount",
      "aws:calledvia",
      "aws:sourcevpce",
      "aws:principalorgid",
    ]) {
      assert.equal(value(role, key), undefined, key);
    }
  });
});

describe("keys of one check", () => {
  const check: CheckContext = {
    resourceTags: [{ key: "Team", value: "Blue" }],
    requestTags: [
      { key: "Env", value: "test" },
      { key: "team", value: "red" },
    ],
    resourceAccount: account,
    keys: new Map([["iam:passedtoservice", ["ec2.amazonaws.com"]]]),
  };

  it("are the tags of the resource and of the request, found without case and given with it", () => {
    assert.deepEqual(value(user, "aws:resourcetag/team", check), ["Blue"]);
    assert.deepEqual(value(user, "iam:resourcetag/team", check), ["Blue"]);
    assert.deepEqual(value(user, "aws:requesttag/env", check), ["test"]);
    assert.deepEqual(value(user, "aws:tagkeys", check), ["Env", "team"]);
    assert.deepEqual(value(user, "aws:tagkeys", { tagKeys: ["a", "B"] }), ["a", "B"]);
    assert.equal(value(user, "aws:resourcetag/none", check), undefined);
    assert.equal(value(user, "aws:tagkeys"), undefined);
  });

  it("are MFA that was proved with the request itself", () => {
    for (const caller of [user, root, role, proved]) {
      assert.deepEqual(value(caller, "aws:multifactorauthpresent", { mfaAt: now }), ["true"]);
      assert.deepEqual(value(caller, "aws:multifactorauthage", { mfaAt: now }), ["0"]);
    }
  });

  it("are whatever the operation gives, and the resource's account", () => {
    assert.deepEqual(value(user, "iam:passedtoservice", check), ["ec2.amazonaws.com"]);
    assert.deepEqual(value(user, "aws:resourceaccount", check), [account]);
    assert.equal(value(user, "iam:policyarn", check), undefined);
  });

  it("cannot take the place of a global key", () => {
    const forged = { keys: new Map([["aws:userid", ["root"]]]) };
    assert.deepEqual(value(user, "aws:userid", forged), [ann.id]);
  });

  it("of no name that objects have by themselves", () => {
    for (const key of ["constructor", "__proto__", "aws:principaltag/__proto__", "tostring"]) {
      assert.equal(value(user, key, check), undefined, key);
    }
  });
});
