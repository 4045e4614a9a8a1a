/** The context keys that policies ask for. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { allow, document } from "./people.ts";
import { ann, cloud, furnished, managed, root } from "./simulated-principals.ts";

describe("the context keys that policies ask for", () => {
  const asking = (...keys: readonly string[]) =>
    document({
      Action: "s3:*",
      Resource: "arn:aws:s3:::b/${aws:username}",
      Condition: {
        StringLike: Object.fromEntries(keys.map((key) => [key, "${aws:PrincipalTag/team, 'x'}-${*}"])),
      },
    });
  const names = (...PolicyInputList: readonly string[]) =>
    cloud.call(root, "iam:GetContextKeysForCustomPolicy", { PolicyInputList }).ContextKeyNames;

  it("are those of conditions and variables, as they are spelled, each once", () => {
    assert.deepEqual(names(asking("aws:SourceIp", "s3:prefix"), asking("aws:SourceIP", "s3:prefix")), [
      "aws:username",
      "aws:SourceIp",
      "aws:PrincipalTag/team",
      "s3:prefix",
      "aws:SourceIP",
    ]);
    assert.deepEqual(names(allow("s3:*")), []);
  });

  it("are no variables where the version has none", () => {
    const old = { Statement: { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::${aws:username}" } };
    assert.deepEqual(names(JSON.stringify(old)), []);
  });

  it("of a principal are those of all its policies, its boundary, and what the request adds", () => {
    const own = furnished();
    const PolicyDocument = asking("app:boundary");
    own.call(own.root(), "iam:PutGroupPolicy", {
      GroupName: "Readers",
      PolicyName: "ours",
      PolicyDocument: asking("app:group"),
    });
    own.call(own.root(), "iam:CreatePolicy", { PolicyName: "Asks", PolicyDocument });
    own.call(own.root(), "iam:PutUserPermissionsBoundary", {
      UserName: "Ann",
      PermissionsBoundary: managed("Asks"),
    });
    const { ContextKeyNames } = own.call(own.root(), "iam:GetContextKeysForPrincipalPolicy", {
      PolicySourceArn: ann,
      PolicyInputList: [asking("app:more")],
    });
    assert.deepEqual(ContextKeyNames, [
      "aws:username",
      "app:group",
      "aws:PrincipalTag/team",
      "app:boundary",
      "app:more",
    ]);
  });

  it("are refused of what is no policy", () => {
    for (const id of ["iam:GetContextKeysForCustomPolicy", "iam:GetContextKeysForPrincipalPolicy"] as const)
      assert.deepEqual(
        cloud.refusal(root, id, { PolicySourceArn: ann, PolicyInputList: [allow("s3:*"), "{"] } as never),
        { code: "InvalidInput", message: "Policy input list item 2 has invalid content" },
      );
  });
});
