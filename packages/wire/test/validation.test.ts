import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { operation } from "@portcullis/aws-model";
import {
  type MayEcho,
  type Structure,
  validate,
  validationFailure,
  violationMessage,
} from "@portcullis/wire";
import { listOf, mapOf, operationOf, plainShape, structureOf, text } from "./support/shapes.ts";

const assumeRole = operation("sts", "AssumeRole")!;
const good = { RoleArn: "arn:aws:iam::123456789012:role/r", RoleSessionName: "session" };
const arnPattern = String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`;

/** What AssumeRole says of an input that is good but for some members. */
const said = (members: Structure, mayEcho?: MayEcho): string =>
  violationMessage(validate(assumeRole, { ...good, ...members }, mayEcho));
const one = (text: string): string => `1 validation error detected: ${text}`;

describe("an input of STS", () => {
  it("that satisfies the model has no violations", () => {
    assert.deepEqual(validate(assumeRole, good), []);
    assert.equal(validationFailure(assumeRole, []), undefined);
  });

  for (const [what, members, text] of [
    [
      "a required member missing",
      { RoleArn: undefined },
      "Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      "a text too short",
      { RoleSessionName: "a" },
      "Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      "a text too long",
      { RoleSessionName: "a".repeat(65) },
      `Value '${"a".repeat(65)}' at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      "a text outside its pattern",
      { RoleSessionName: "bad/name" },
      String.raw`Value 'bad/name' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
    ],
    [
      "a number too small",
      { DurationSeconds: 899 },
      "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      "a number too large",
      { DurationSeconds: 43201 },
      "Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ],
    [
      "a list too long",
      { TransitiveTagKeys: Array(51).fill("k") },
      `Value '[${Array(51).fill("k").join(", ")}]' at 'transitiveTagKeys' failed to satisfy constraint: Member must have length less than or equal to 50`,
    ],
    [
      "a bad item in a list of texts",
      { TransitiveTagKeys: ["ok", "*"] },
      String.raw`Value '[ok, *]' at 'transitiveTagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+]`,
    ],
    [
      "a bad member of a structure in a list",
      { Tags: [{ Key: "k", Value: "v" }, { Key: "k" }] },
      "Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
    ],
  ] as const) {
    it(`with ${what} is refused in AWS's words`, () => {
      assert.equal(said(members), one(text));
    });
  }

  it("has pattern before length where both fail", () => {
    assert.equal(
      said({ RoleArn: "" }),
      `2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${arnPattern}; ` +
        "Value '' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    );
  });

  it("is measured in code points", () => {
    assert.deepEqual(validate(assumeRole, { ...good, RoleArn: "é".repeat(2048) }), []);
    const astral = (length: number) =>
      validate(assumeRole, { ...good, RoleArn: "😀".repeat(length) }).map(
        ({ constraint }) => constraint.kind,
      );
    assert.ok(!astral(2048).includes("max-length"));
    assert.deepEqual(astral(2049), ["max-length"]);
    assert.deepEqual(astral(100_000), ["max-length"]);
  });

  it("never has the pattern run over what is too long", () => {
    let ran = false;
    const watched = {
      ...text,
      max: 3,
      pattern: "x",
      matches: () => {
        ran = true;
        return true;
      },
    } as typeof text;
    validate(operationOf(structureOf({ Name: watched })), { Name: "abcd" });
    assert.equal(ran, false);
  });
});

describe("a message", () => {
  const canary = "CANARY-7f3a";

  it("repeats no value of a member that is named like a secret", () => {
    const message = said({ TokenCode: canary, RoleSessionName: "bad/name" });
    assert.ok(!message.includes(canary));
    assert.match(message, /Value at 'tokenCode' failed/);
    assert.match(message, /Value 'bad\/name' at 'roleSessionName'/);
  });

  it("repeats no value of a sensitive shape, whatever the caller allows", () => {
    const secret = { ...text, sensitive: true, max: 1 } as typeof text;
    const sensitive = operationOf(
      structureOf({
        Plain: secret,
        Names: listOf(secret),
        Inner: { ...structureOf({ Name: { ...secret, sensitive: false } as typeof text }), sensitive: true },
      }),
    );
    const violations = validate(
      sensitive,
      { Plain: canary, Names: [canary], Inner: { Name: canary } },
      () => true,
    );
    assert.equal(violations.length, 3);
    assert.ok(!violationMessage(violations).includes(canary));
  });

  it("repeats only what the caller allows", () => {
    const asked: (readonly string[])[] = [];
    const message = said({ RoleSessionName: "bad/name", Tags: [{ Key: "*", Value: "v" }] }, (_, path) => {
      asked.push(path);
      return false;
    });
    assert.ok(!message.includes("bad/name"));
    assert.deepEqual(asked, [["RoleSessionName"], ["Tags", "Key"]]);
  });

  it("is of bounded length", () => {
    const tags = Array.from({ length: 50 }, () => ({ Key: "*".repeat(1000), Value: "*".repeat(1000) }));
    const violations = validate(assumeRole, { ...good, Tags: tags });
    assert.equal(violations.length, 10);
    assert.ok(violationMessage(violations).length < 5000);
  });

  it("repeats no key and no value of a map", () => {
    const short = { ...text, max: 1 } as typeof text;
    const maps = operationOf(structureOf({ Map: { ...mapOf(short), key: short } }));
    assert.equal(
      violationMessage(validate(maps, { Map: { [canary]: canary } })),
      "2 validation errors detected: Value at 'map' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1]; " +
        "Value at 'map' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1]",
    );
  });

  it("measures a blob in bytes", () => {
    const blobs = operationOf(structureOf({ Data: { ...plainShape("blob"), max: 2 } as typeof text }));
    assert.deepEqual(validate(blobs, { Data: new Uint8Array(2) }), []);
    assert.match(violationMessage(validate(blobs, { Data: new Uint8Array(3) })), /less than or equal to 2$/);
  });
});

describe("a violation", () => {
  const inIam = (name: string, input: Structure): string | undefined => {
    const called = operation("iam", name)!;
    const failure = validationFailure(called, validate(called, input));
    if (failure !== undefined) assert.equal(failure.code, "ValidationError");
    return failure?.message;
  };

  it("is told by IAM in words of its own where a name or a path is wrong, before all others", () => {
    const name = "It must contain only alphanumeric characters and/or the following: +=,.@_-";
    const path = "It must begin and end with / and contain only alphanumeric characters and/or / characters.";
    const prefix =
      "It must begin with the / character and contain only alphanumeric characters and/or / characters.";
    for (const [operationName, input, member, text] of [
      ["CreateUser", { UserName: "a b" }, "userName", name],
      ["UpdateUser", { UserName: "a", NewUserName: "" }, "newUserName", name],
      ["GetRolePolicy", { RoleName: "a/b", PolicyName: "p" }, "roleName", name],
      ["CreateRole", { Path: "team", RoleName: "r" }, "path", path],
      ["CreatePolicy", { Path: "/a b/", PolicyName: "p", PolicyDocument: "{}" }, "path", path],
      ["ListUsers", { PathPrefix: "team" }, "pathPrefix", prefix],
      ["ListPolicies", { PathPrefix: "/team" }, "pathPrefix", prefix],
      ["ListEntitiesForPolicy", { PathPrefix: "", PolicyArn: "a".repeat(20) }, "pathPrefix", prefix],
    ] as const) {
      assert.equal(inIam(operationName, input), `The specified value for ${member} is invalid. ${text}`);
    }
  });

  it("has length before pattern in IAM, and tells missing members as all others", () => {
    assert.equal(
      inIam("TagUser", { UserName: "u", Tags: [{ Key: "", Value: "v" }, { Key: "k" }] }),
      "3 validation errors detected: Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        String.raw`Value at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+; ` +
        "Value at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
    );
    assert.equal(
      inIam("UntagUser", { UserName: "u", TagKeys: ["*"] }),
      String.raw`1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+, Member must not be null]`,
    );
  });

  it("is a ValidationError of IAM, whose texts repeat no values", () => {
    assert.equal(
      inIam("CreateUser", { UserName: "a".repeat(65) }),
      "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64",
    );
    const update = operation("iam", "UpdateAccessKey")!;
    assert.equal(
      validationFailure(update, validate(update, { AccessKeyId: "AKIAIOSFODNN7EXAMPLE", Status: "On" }))
        ?.message,
      "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive, Expired]",
    );
  });

  it("is an InvalidInputException with a reason in Organizations", () => {
    const describeAccount = operation("organizations", "DescribeAccount")!;
    assert.deepEqual(validationFailure(describeAccount, validate(describeAccount, { AccountId: "x" })), {
      code: "InvalidInputException",
      message: "You provided a value that does not match the required pattern.",
      fields: { Reason: "INVALID_PATTERN" },
    });
  });

  it("is a ValidationException of CloudTrail, but for what has an error of its own", () => {
    const lookup = operation("cloudtrail", "LookupEvents")!;
    const codeOf = (input: Structure) => validationFailure(lookup, validate(lookup, input))?.code;
    assert.equal(
      codeOf({ LookupAttributes: [{ AttributeKey: "No", AttributeValue: "x" }] }),
      "ValidationException",
    );
    assert.equal(codeOf({ MaxResults: 51 }), "InvalidMaxResultsException");
  });
});
