import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { callerOfKey, callerOfSession, principalTag, type SessionFacts } from "@portcullis/directory";
import {
  account,
  ann,
  key,
  now,
  rootCaller,
  session,
  sessionCaller,
  stateOf,
  userCaller,
  worker,
} from "./callers.ts";

const home = stateOf(ann, worker);
const kinds: Readonly<Record<SessionFacts["kind"], string>> = {
  "assumed-role": worker.id,
  "user-session": ann.id,
  "root-session": account,
  "federated-user": ann.id,
};
const of = (more: Partial<SessionFacts>) => callerOfSession("aws", home, { ...session, ...more });

describe("the caller behind a long-term key", () => {
  it("is the user who owns it, or root", () => {
    const caller = userCaller(home);
    assert.deepEqual(caller.principal, {
      kind: "user",
      arn: "arn:aws:iam::123456789012:user/staff/Ann",
      account,
      id: ann.id,
    });
    assert.equal(caller.userId, ann.id);
    const root = rootCaller(home);
    assert.deepEqual(root.principal, { kind: "root", arn: "arn:aws:iam::123456789012:root", account });
    assert.equal(root.userId, account);
  });

  it("is nobody where the key is inactive or its owner is gone", () => {
    assert.equal(callerOfKey("aws", home, account, { ...key, status: "Inactive" }), undefined);
    assert.equal(callerOfKey("aws", home, account, { ...key, owner: "AIDAGONE" }), undefined);
  });
});

describe("the caller behind a session", () => {
  it("is the session of a role, with the role's ARN and tags beside", () => {
    const { principal, userId, role } = sessionCaller(home);
    assert.deepEqual(principal, {
      kind: "role-session",
      arn: "arn:aws:sts::123456789012:assumed-role/Worker/job",
      roleArn: "arn:aws:iam::123456789012:role/jobs/Worker",
      account,
      id: worker.id,
    });
    assert.equal(userId, `${worker.id}:job`);
    assert.equal(role?.id, worker.id);
  });

  it("is the user or root itself, where it came from GetSessionToken", () => {
    const { principal } = sessionCaller(home, { kind: "user-session", principalId: ann.id, name: "" });
    assert.equal(principal.arn, "arn:aws:iam::123456789012:user/staff/Ann");
    const root = sessionCaller(home, { kind: "root-session", principalId: account, name: "" });
    assert.equal(root.principal.kind, "root");
  });

  it("is a federated user of the user or root who asked for it", () => {
    const guest = sessionCaller(home, { kind: "federated-user", principalId: ann.id, name: "Guest" });
    assert.deepEqual(guest.principal, {
      kind: "federated-user",
      arn: "arn:aws:sts::123456789012:federated-user/Guest",
      userArn: "arn:aws:iam::123456789012:user/staff/Ann",
      account,
      id: ann.id,
    });
    assert.equal(guest.userId, "123456789012:Guest");
    const ofRoot = sessionCaller(home, { kind: "federated-user", principalId: account, name: "Guest" });
    assert.equal(
      ofRoot.principal.kind === "federated-user" && ofRoot.principal.userArn,
      "arn:aws:iam::123456789012:root",
    );
  });

  it("is nobody where whoever is behind it is gone", () => {
    for (const kind of ["assumed-role", "user-session", "federated-user"] as const) {
      assert.equal(of({ kind, principalId: "AIDAGONE" }), undefined, kind);
    }
    assert.equal(of({ kind: "root-session", principalId: "999999999999" }), undefined);
    for (const [kind, principalId] of Object.entries(kinds) as [SessionFacts["kind"], string][]) {
      assert.ok(of({ kind, principalId }));
      assert.equal(callerOfSession("aws", stateOf(), { ...session, kind, principalId: "x" }), undefined);
    }
  });

  it("is nobody where the account is not there", () => {
    const bare = { ...home, byId: { ...home.byId, account: stateOf().byId.enrollment as never } };
    for (const [kind, principalId] of Object.entries(kinds) as [SessionFacts["kind"], string][]) {
      assert.equal(callerOfSession("aws", bare, { ...session, kind, principalId }), undefined, kind);
    }
  });

  it("is nobody where its sessions were ended after it was issued", () => {
    const floor = { sessionsNotBefore: session.issued + 1 };
    const ended = stateOf(
      { ...ann, ...floor },
      { ...worker, ...floor },
      { kind: "account", id: account, created: 0, ...floor },
    );
    for (const [kind, principalId] of Object.entries(kinds) as [SessionFacts["kind"], string][]) {
      assert.equal(callerOfSession("aws", ended, { ...session, kind, principalId }), undefined, kind);
      assert.ok(callerOfSession("aws", ended, { ...session, kind, principalId, issued: now }), kind);
    }
  });
});

describe("principal tags", () => {
  const tagged = {
    tags: [
      { key: "Team", value: "blue" },
      { key: "env", value: "test" },
    ],
  };

  it("are the session's over the role's, whatever their case", () => {
    const caller = sessionCaller(stateOf({ ...worker, ...tagged }), {
      tags: [{ key: "TEAM", value: "red" }],
    });
    assert.equal(principalTag(caller, "team"), "red");
    assert.equal(principalTag(caller, "ENV"), "test");
    assert.equal(principalTag(caller, "other"), undefined);
  });

  it("are the user's for its key and its sessions", () => {
    const state = stateOf({ ...ann, ...tagged });
    assert.equal(principalTag(userCaller(state), "team"), "blue");
    const own = sessionCaller(state, { kind: "user-session", principalId: ann.id });
    assert.equal(principalTag(own, "team"), "blue");
    assert.equal(principalTag(rootCaller(state), "team"), undefined);
  });
});
