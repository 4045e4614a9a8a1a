import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assume, openActions, refusal } from "./assuming.ts";
import { home, newCloud } from "./harness.ts";
import { allow, holder, person, role, trust } from "./people.ts";

describe("session policies", () => {
  it("narrow the role and give nothing", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker", allow("iam:ListUsers", "iam:ListRoles"));
    const Policy = allow("iam:ListUsers", "iam:ListGroups");
    const output = assume(cloud, who, { Policy });
    assert.ok((output.PackedPolicySize ?? 0) > 0);
    const worker = holder(output);
    cloud.call(worker, "iam:ListUsers", {});
    assert.match(cloud.refusal(worker, "iam:ListRoles", {}).message, /because no session policy allows/);
    assert.equal(cloud.refusal(worker, "iam:ListGroups", {}).code, "AccessDenied");
  });

  it("by ARN add up, are read at every call, and deny once they are deleted", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker", allow("iam:List*"));
    const own = { PolicyName: "P", PolicyDocument: allow("iam:ListUsers") };
    cloud.call(cloud.root(), "iam:CreatePolicy", own);
    const arn = "arn:aws:iam::123456789012:policy/P";
    const worker = holder(assume(cloud, who, { PolicyArns: [{ arn }], Policy: allow("iam:ListRoles") }));
    cloud.call(worker, "iam:ListUsers", {});
    cloud.call(worker, "iam:ListRoles", {});
    cloud.call(cloud.root(), "iam:CreatePolicyVersion", {
      PolicyArn: arn,
      PolicyDocument: allow("iam:ListGroups"),
      SetAsDefault: true,
    });
    assert.equal(cloud.refusal(worker, "iam:ListUsers", {}).code, "AccessDenied");
    cloud.call(worker, "iam:ListGroups", {});
    cloud.call(cloud.root(), "iam:DeletePolicyVersion", { PolicyArn: arn, VersionId: "v1" });
    cloud.call(cloud.root(), "iam:DeletePolicy", { PolicyArn: arn });
    assert.equal(cloud.refusal(worker, "iam:ListGroups", {}).code, "AccessDenied");
    assert.equal(cloud.refusal(worker, "iam:ListRoles", {}).code, "AccessDenied");
  });

  it("are refused where they are malformed, too long, too many or not there", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker");
    assert.equal(refusal(cloud, who, { Policy: "{" }).code, "MalformedPolicyDocument");
    assert.deepEqual(refusal(cloud, who, { Policy: " ".repeat(2049) }), {
      code: "ValidationError",
      message:
        "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    });
    const arns = (count: number) =>
      Array.from({ length: count }, () => ({ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }));
    assume(cloud, who, { PolicyArns: arns(10) });
    assert.equal(refusal(cloud, who, { PolicyArns: arns(11) }).code, "ValidationError");
    const none = "arn:aws:iam::123456789012:policy/None";
    assert.equal(refusal(cloud, who, { PolicyArns: [{ arn: none }] }).code, "InvalidParameterValue");
  });

  it("attack: an entry without its ARN makes no session that is wider than was asked for", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker", allow("iam:*"));
    assert.equal(refusal(cloud, who, { PolicyArns: [{}] }).code, "ValidationError");
    const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    assert.equal(refusal(cloud, who, { PolicyArns: [{ arn }, {}] }).code, "ValidationError");
  });

  it("and tags together must fit the token", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow(...openActions));
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Action: openActions }));
    const Tags = Array.from({ length: 20 }, (_, at) => ({ Key: `k${at}`, Value: "x".repeat(200) }));
    const refused = refusal(cloud, who, { Tags });
    assert.equal(refused.code, "PackedPolicyTooLarge");
    assert.match(refused.message, /^Packed size of session tags consumes 1\d\d% of allotted space\.$/);
    assert.match(
      refusal(cloud, who, { Tags, Policy: allow("*") }).message,
      /^Packed policy consumes 1\d\d% of allotted space, please use smaller policy\.$/,
    );
  });
});
