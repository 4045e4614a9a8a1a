import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventRows, newEventId } from "../src/audit/event.ts";
import { ACCOUNT, ann, call, deploy, modelOperation, NOW, OTHER, onlyEvent } from "./audit-samples.ts";

const getCallerIdentity = modelOperation("sts", "GetCallerIdentity");
const assumeRole = modelOperation("sts", "AssumeRole");
const createUser = modelOperation("iam", "CreateUser");
const createAccessKey = modelOperation("iam", "CreateAccessKey");
const attachRolePolicy = modelOperation("iam", "AttachRolePolicy");

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

describe("the record of a call", () => {
  test("is CloudTrail's, member for member, in its order", () => {
    const tls = { version: "TLSv1.3", cipher: "TLS_AES_128_GCM_SHA256" };
    const { row, record } = onlyEvent(call(getCallerIdentity, { tls }));
    assert.equal(row.record, JSON.stringify(record));
    assert.deepEqual(Object.entries(record), [
      ["eventVersion", "1.11"],
      [
        "userIdentity",
        {
          type: "IAMUser",
          principalId: ann.id,
          arn: `arn:aws:iam::${ACCOUNT}:user/staff/Ann`,
          accountId: ACCOUNT,
          accessKeyId: "AKIAANNANNANNANNANNA",
          userName: "Ann",
        },
      ],
      ["eventTime", "2026-11-22T06:54:00Z"],
      ["eventSource", "sts.amazonaws.com"],
      ["eventName", "GetCallerIdentity"],
      ["awsRegion", "us-east-1"],
      ["sourceIPAddress", "192.0.2.7"],
      ["userAgent", "aws-cli/2.30.1"],
      ["requestParameters", null],
      ["responseElements", null],
      ["requestID", "0f8e5a52-6a7b-4c0d-9e1f-000000000001"],
      ["eventID", "019aa000-0000-7000-8000-000000000001"],
      ["readOnly", true],
      ["eventType", "AwsApiCall"],
      ["managementEvent", true],
      ["recipientAccountId", ACCOUNT],
      ["eventCategory", "Management"],
      [
        "tlsDetails",
        {
          tlsVersion: "TLSv1.3",
          cipherSuite: "TLS_AES_128_GCM_SHA256",
          clientProvidedHostHeader: "127.0.0.1:4580",
        },
      ],
    ]);
    assert.deepEqual(
      { ...row, record: undefined },
      {
        realm: `account/${ACCOUNT}`,
        writer: "writer-1",
        sequence: 7,
        id: "019aa000-0000-7000-8000-000000000001",
        time: NOW,
        name: "GetCallerIdentity",
        source: "sts.amazonaws.com",
        readOnly: true,
        userName: "Ann",
        accessKeyId: "AKIAANNANNANNANNANNA",
        resources: [],
        record: undefined,
      },
    );
  });

  test("leaves out a user agent that was not sent, and details of TLS that was not used", () => {
    const { record } = onlyEvent(call(getCallerIdentity, { userAgent: undefined }));
    assert.equal("userAgent" in record, false);
    assert.equal("tlsDetails" in record, false);
  });

  test("of a change holds what was asked and what became of it, with CloudTrail's names and dates", () => {
    const user = {
      Path: "/",
      UserName: "Bob",
      UserId: "AIDABOBBOBBOBBOBBOBBO",
      Arn: `arn:aws:iam::${ACCOUNT}:user/Bob`,
      CreateDate: NOW,
      Tags: [{ Key: "team", Value: "blue" }],
    };
    const input = { UserName: "Bob", Tags: [{ Key: "team", Value: "blue" }] };
    const { row, record } = onlyEvent(call(createUser, { input, output: { User: user } }));
    assert.equal(record.readOnly, false);
    assert.deepEqual(record.requestParameters, { userName: "Bob", tags: [{ key: "team", value: "blue" }] });
    assert.deepEqual(record.responseElements, {
      user: {
        path: "/",
        userName: "Bob",
        userId: "AIDABOBBOBBOBBOBBOBBO",
        arn: `arn:aws:iam::${ACCOUNT}:user/Bob`,
        createDate: "Nov 22, 2026, 6:54:00 AM",
        tags: [{ key: "team", value: "blue" }],
      },
    });
    assert.deepEqual(row.resources, [
      { type: "AWS::IAM::User", name: "Bob" },
      { type: "AWS::IAM::User", name: `arn:aws:iam::${ACCOUNT}:user/Bob` },
      { type: "AWS::IAM::User", name: "AIDABOBBOBBOBBOBBOBBO" },
    ]);
  });

  test("of a new access key names the key and never its secret", () => {
    const key = {
      UserName: "Ann",
      AccessKeyId: "AKIANEWNEWNEWNEWNEW1",
      Status: "Active",
      SecretAccessKey: "the-secret-itself",
      CreateDate: Date.UTC(2026, 0, 2, 12, 0, 5),
    };
    const { row, record } = onlyEvent(call(createAccessKey, { output: { AccessKey: key } }));
    assert.deepEqual(record.responseElements, {
      accessKey: {
        userName: "Ann",
        accessKeyId: "AKIANEWNEWNEWNEWNEW1",
        status: "Active",
        createDate: "Jan 2, 2026, 12:00:05 PM",
      },
    });
    assert.deepEqual(row.resources, [
      { type: "AWS::IAM::AccessKey", name: "AKIANEWNEWNEWNEWNEW1" },
      { type: "AWS::IAM::User", name: "Ann" },
    ]);
    assert.ok(!JSON.stringify(row).includes("the-secret-itself"));
  });

  test("of an attachment is found by the role and by the policy", () => {
    const input = { RoleName: "Deploy", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const { row, record } = onlyEvent(call(attachRolePolicy, { input, output: {} }));
    assert.equal(record.responseElements, null);
    assert.deepEqual(row.resources, [
      { type: "AWS::IAM::Role", name: "Deploy" },
      { type: "AWS::IAM::Policy", name: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    ]);
  });

  test("has policies as the request and the answer have them: plain, and percent-encoded", () => {
    const text = '{"Version":"2012-10-17"}';
    const { record } = onlyEvent(
      call(modelOperation("iam", "CreateRole"), {
        input: { RoleName: "Deploy", AssumeRolePolicyDocument: text },
        output: { Role: { RoleName: "Deploy", AssumeRolePolicyDocument: text } },
      }),
    );
    assert.equal(record.requestParameters.assumeRolePolicyDocument, text);
    assert.equal(
      record.responseElements.role.assumeRolePolicyDocument,
      "%7B%22Version%22%3A%222012-10-17%22%7D",
    );
  });

  test("of a read holds no answer", () => {
    const getUser = modelOperation("iam", "GetUser");
    const output = { User: { UserName: "Ann", Arn: "arn:aws:iam::1:user/Ann" } };
    const { record } = onlyEvent(call(getUser, { input: { UserName: "Ann" }, output }));
    assert.equal(record.responseElements, null);
    assert.deepEqual(record.requestParameters, { userName: "Ann" });
  });

  test("of a refused call holds the code and the message that the caller saw, and what was asked", () => {
    const failure = { code: "AccessDenied", message: "User: Ann is not authorized." };
    const { row, record } = onlyEvent(call(createUser, { input: { UserName: "Bob" }, failure }));
    assert.equal(record.errorCode, "AccessDenied");
    assert.equal(record.errorMessage, "User: Ann is not authorized.");
    assert.deepEqual(record.requestParameters, { userName: "Bob" });
    assert.equal(record.responseElements, null);
    assert.deepEqual(row.resources, [{ type: "AWS::IAM::User", name: "Bob" }]);
  });

  test("of an error of the model has the model's name for it", () => {
    const failure = { code: "EntityAlreadyExists", message: "User with name Bob already exists." };
    const { record } = onlyEvent(call(createUser, { input: { UserName: "Bob" }, failure }));
    assert.equal(record.errorCode, "EntityAlreadyExistsException");
    assert.equal(record.errorMessage, failure.message);
  });

  test("of an operation that the service does not have is kept, without what the caller called it", () => {
    const failure = { code: "InvalidAction", message: "Could not find it." };
    const { row, record } = onlyEvent(
      call(getCallerIdentity, { operation: undefined, readOnly: false, input: { a: "b" }, failure }),
    );
    assert.equal(row.name, "UnknownOperation");
    assert.equal(record.eventName, "UnknownOperation");
    assert.equal(record.requestParameters, null);
    assert.equal(record.errorCode, "InvalidAction");
    assert.equal(record.errorMessage, undefined);
  });
});

test("event ids are UUIDs of version 7 that grow with time and differ within a millisecond", () => {
  const ids = [NOW, NOW + 1, NOW + 2].map(newEventId);
  for (const id of ids)
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(Number.parseInt((ids[0] ?? "").replace("-", "").slice(0, 12), 16), NOW);
  assert.notEqual(newEventId(NOW), newEventId(NOW));
  const related = eventRows(call(assumeRole, { output: issued, otherAccounts: [OTHER] }))[1]?.id ?? "";
  assert.match(related, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
