import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventRows } from "../src/audit/event.ts";
import {
  ACCOUNT,
  ann,
  annWithKey,
  call,
  deploy,
  modelOperation,
  NOW,
  OTHER,
  onlyEvent,
  root,
  session,
} from "./audit-samples.ts";

const getCallerIdentity = modelOperation("sts", "GetCallerIdentity");
const assumeRole = modelOperation("sts", "AssumeRole");

const roleFound = (account: string) => ({
  role: {
    type: "role",
    cloudType: "AWS::IAM::Role",
    label: `arn:aws:iam::${account}:role/Deploy`,
    arn: `arn:aws:iam::${account}:role/Deploy`,
    account,
    entity: deploy,
    tags: [],
    boundary: undefined,
    policy: undefined,
    expect: "existing",
    missing: { code: "NoSuchEntity", message: "" },
  } as const,
});

const issued = {
  Credentials: {
    AccessKeyId: "ASIANEWNEWNEWNEWNEW1",
    SecretAccessKey: "secret-of-the-session",
    SessionToken: "token-of-the-session",
    Expiration: NOW + 3_600_000,
  },
  AssumedRoleUser: {
    AssumedRoleId: `${deploy.id}:run-8`,
    Arn: `arn:aws:sts::${OTHER}:assumed-role/Deploy/run-8`,
  },
};

describe("who called", () => {
  const identityOf = (caller: typeof root) =>
    onlyEvent(call(getCallerIdentity, { caller })).record.userIdentity;
  const attributes = { creationDate: "2026-11-22T06:53:00Z", mfaAuthenticated: "false" };

  test("may be the root user", () => {
    assert.deepEqual(identityOf(root), {
      type: "Root",
      principalId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:root`,
      accountId: ACCOUNT,
      accessKeyId: "AKIAROOTROOTROOTROOT",
    });
    assert.equal(onlyEvent(call(getCallerIdentity, { caller: root })).row.userName, "root");
  });

  test("may be a user with temporary credentials and MFA", () => {
    const caller = session({ kind: "user-session", principalId: ann.id, name: "", mfaAt: NOW });
    assert.deepEqual(identityOf(caller), {
      type: "IAMUser",
      principalId: ann.id,
      arn: `arn:aws:iam::${ACCOUNT}:user/staff/Ann`,
      accountId: ACCOUNT,
      accessKeyId: "ASIASESSIONSESSION01",
      userName: "Ann",
      sessionContext: { attributes: { ...attributes, mfaAuthenticated: "true" } },
    });
  });

  test("may be the root user with temporary credentials", () => {
    const caller = session({ kind: "root-session", principalId: ACCOUNT, name: "" });
    assert.deepEqual(identityOf(caller).sessionContext, { attributes });
    assert.equal(identityOf(caller).type, "Root");
  });

  test("may be the session of a role, with its source identity", () => {
    const caller = session({ sourceIdentity: "Ann" });
    assert.deepEqual(identityOf(caller), {
      type: "AssumedRole",
      principalId: `${deploy.id}:run-7`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/run-7`,
      accountId: ACCOUNT,
      accessKeyId: "ASIASESSIONSESSION01",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: deploy.id,
          arn: `arn:aws:iam::${ACCOUNT}:role/Deploy`,
          accountId: ACCOUNT,
          userName: "Deploy",
        },
        attributes,
        sourceIdentity: "Ann",
      },
    });
    assert.equal(onlyEvent(call(getCallerIdentity, { caller })).row.userName, "run-7");
  });

  test("may be a federated user", () => {
    const caller = session({ kind: "federated-user", principalId: ann.id, name: "visitor" });
    assert.deepEqual(identityOf(caller), {
      type: "FederatedUser",
      principalId: `${ACCOUNT}:visitor`,
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/visitor`,
      accountId: ACCOUNT,
      accessKeyId: "ASIASESSIONSESSION01",
      sessionContext: {
        sessionIssuer: {
          type: "IAMUser",
          principalId: ann.id,
          arn: `arn:aws:iam::${ACCOUNT}:user/staff/Ann`,
          accountId: ACCOUNT,
          userName: "Ann",
        },
        attributes,
      },
    });
  });

  test("is told anew when the user was renamed or another key is used", () => {
    const renamed = { ...annWithKey, user: { ...ann, name: "Anna" } };
    const otherKey = { ...annWithKey, accessKeyId: "AKIASECONDSECONDSECO" };
    assert.equal(identityOf(annWithKey).userName, "Ann");
    assert.equal(identityOf(renamed).userName, "Anna");
    assert.equal(identityOf(otherKey).accessKeyId, "AKIASECONDSECONDSECO");
    assert.equal(identityOf(annWithKey).accessKeyId, "AKIAANNANNANNANNANNA");
  });
});

describe("a role that is assumed", () => {
  const input = { RoleArn: `arn:aws:iam::${OTHER}:role/Deploy`, RoleSessionName: "run-8" };

  test("is an event on both sides, which does not show the caller's name to the other account", () => {
    const rows = eventRows(
      call(assumeRole, { input, output: issued, found: roleFound(OTHER), otherAccounts: [OTHER, OTHER] }),
    );
    assert.deepEqual(
      rows.map(({ realm }) => realm),
      [`account/${ACCOUNT}`, `account/${OTHER}`],
    );
    const [own, theirs] = rows.map(({ record }) => JSON.parse(record));
    assert.equal(own.recipientAccountId, ACCOUNT);
    assert.equal(theirs.recipientAccountId, OTHER);
    assert.equal(own.sharedEventID, theirs.sharedEventID);
    assert.equal(new Set([own.eventID, theirs.eventID, own.sharedEventID]).size, 3);
    assert.deepEqual(
      rows.map(({ id }) => id),
      [own.eventID, theirs.eventID],
    );
    assert.deepEqual(theirs.userIdentity, { type: "AWSAccount", principalId: ann.id, accountId: ACCOUNT });
    assert.equal(rows[1]?.userName, undefined);
    assert.equal(rows[1]?.accessKeyId, undefined);
  });

  test("gives the same ids when the attempt is repeated", () => {
    const twice = () =>
      eventRows(call(assumeRole, { input, output: issued, otherAccounts: [OTHER] })).map(({ id }) => id);
    assert.deepEqual(twice(), twice());
  });

  test("names the credentials that were handed out, without their secret and token", () => {
    const found = roleFound(ACCOUNT);
    const { row, record } = onlyEvent(call(assumeRole, { input, output: issued, found }));
    assert.deepEqual(record.responseElements, {
      credentials: { accessKeyId: "ASIANEWNEWNEWNEWNEW1", expiration: "Nov 22, 2026, 7:54:00 AM" },
      assumedRoleUser: {
        assumedRoleId: `${deploy.id}:run-8`,
        arn: `arn:aws:sts::${OTHER}:assumed-role/Deploy/run-8`,
      },
    });
    assert.deepEqual(record.resources, [
      { accountId: ACCOUNT, type: "AWS::IAM::Role", ARN: `arn:aws:iam::${ACCOUNT}:role/Deploy` },
    ]);
    assert.ok(!/secret-of|token-of/.test(JSON.stringify(row)));
    assert.deepEqual(row.resources.slice(0, 4), [
      { type: "AWS::STS::AssumedRole", name: `${deploy.id}:run-8` },
      { type: "AWS::STS::AssumedRole", name: `arn:aws:sts::${OTHER}:assumed-role/Deploy/run-8` },
      { type: "AWS::IAM::AccessKey", name: "ASIANEWNEWNEWNEWNEW1" },
      { type: "AWS::IAM::Role", name: `arn:aws:iam::${ACCOUNT}:role/Deploy` },
    ]);
  });

  test("shows the tags that the calling session hands on, and no others", () => {
    const tags = [
      { key: "Team", value: "blue" },
      { key: "Own", value: "kept" },
    ];
    const caller = session({ tags, transitiveTagKeys: ["team"] });
    const { record } = onlyEvent(call(assumeRole, { input, output: issued, caller }));
    assert.deepEqual(record.requestParameters.incomingTransitiveTags, { Team: "blue" });
    assert.equal(record.requestParameters.roleSessionName, "run-8");
  });

  test("and refused leaves nothing in the other account's history", () => {
    const failure = { code: "AccessDenied", message: "no" };
    const rows = eventRows(call(assumeRole, { input, failure, otherAccounts: [OTHER] }));
    assert.deepEqual(
      rows.map(({ realm }) => realm),
      [`account/${ACCOUNT}`],
    );
    assert.equal("sharedEventID" in JSON.parse(rows[0]?.record ?? ""), false);
  });
});
