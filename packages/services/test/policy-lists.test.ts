import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf } from "@portcullis/services";
import { newCloud, other } from "./harness.ts";
import { allow, role } from "./people.ts";
import { policyArn as arn, P, readOnly, withPolicy } from "./policy-of-tests.ts";

describe("AWS's policies", () => {
  it("are there to read, in their latest version", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const { Policy } = cloud.call(root, "iam:GetPolicy", { PolicyArn: readOnly });
    const VersionId = Policy?.DefaultVersionId ?? "";
    const { Versions } = cloud.call(root, "iam:ListPolicyVersions", { PolicyArn: readOnly });
    assert.deepEqual(
      Versions?.map((each) => each.VersionId),
      [VersionId],
    );
    const { PolicyVersion } = cloud.call(root, "iam:GetPolicyVersion", { PolicyArn: readOnly, VersionId });
    assert.equal(JSON.parse(PolicyVersion?.Document ?? "").Version, "2012-10-17");
    assert.deepEqual(cloud.call(root, "iam:ListPolicyTags", { PolicyArn: readOnly }).Tags, []);
  });

  it("are spelled in the partition of the installation", () => {
    const cloud = newCloud("aws-cn");
    const root = cloud.root();
    const PolicyArn = "arn:aws-cn:iam::aws:policy/AmazonEC2ReadOnlyAccess";
    assert.equal(cloud.call(root, "iam:GetPolicy", { PolicyArn }).Policy?.Arn, PolicyArn);
    assert.equal(cloud.refusal(root, "iam:GetPolicy", { PolicyArn: readOnly }).code, "AccessDenied");
  });

  it("count the attachments of this account only", () => {
    const cloud = newCloud();
    const root = cloud.root();
    cloud.call(root, "iam:CreateUser", { UserName: "Ann" });
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Ann", PolicyArn: readOnly });
    const count = (who = root) =>
      cloud.call(who, "iam:GetPolicy", { PolicyArn: readOnly }).Policy?.AttachmentCount;
    assert.equal(count(), 1);
    assert.equal(count(cloud.root(other)), 0);
  });
});

describe("listing policies", () => {
  it("goes by name over AWS's and the account's together", () => {
    const cloud = newCloud();
    const root = cloud.root();
    for (const name of ["administratoraccess", "Zzz", "amazonec2"]) {
      cloud.call(root, "iam:CreatePolicy", { PolicyName: name, PolicyDocument: allow("s3:*") });
    }
    const { Policies } = cloud.call(root, "iam:ListPolicies", { MaxItems: 1000 });
    const names = Policies?.map((policy) => policy.PolicyName?.toLowerCase() ?? "") ?? [];
    assert.deepEqual(
      names,
      names.toSorted((a, b) => (a < b ? -1 : 1)),
    );
    assert.equal(names.filter((name) => name === "administratoraccess").length, 2);
  });

  it("can be narrowed to whose, where and how they are used", () => {
    const cloud = withPolicy();
    const root = cloud.root();
    cloud.call(root, "iam:CreatePolicy", { PolicyName: "Q", Path: "/x/", PolicyDocument: allow("s3:*") });
    cloud.call(root, "iam:CreateUser", { UserName: "Ann", PermissionsBoundary: readOnly });
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Ann", ...P });
    const names = (input: InputOf<"iam:ListPolicies">) =>
      cloud.call(root, "iam:ListPolicies", input).Policies?.map((policy) => policy.PolicyName);
    assert.deepEqual(names({ Scope: "Local" }), ["P", "Q"]);
    assert.deepEqual(names({ Scope: "Local", PathPrefix: "/x/" }), ["Q"]);
    assert.deepEqual(names({ OnlyAttached: true }), ["P", "ReadOnlyAccess"]);
    assert.deepEqual(names({ OnlyAttached: true, PolicyUsageFilter: "PermissionsPolicy" }), ["P"]);
    assert.deepEqual(names({ OnlyAttached: true, PolicyUsageFilter: "PermissionsBoundary" }), [
      "ReadOnlyAccess",
    ]);
    for (const PolicyUsageFilter of ["PermissionsPolicy", "PermissionsBoundary"] as const) {
      assert.deepEqual(names({ Scope: "Local", PolicyUsageFilter }), ["P", "Q"], "alone it filters nothing");
      assert.deepEqual(names({ Scope: "Local", OnlyAttached: false, PolicyUsageFilter }), ["P", "Q"]);
    }
    assert.deepEqual(names({ Scope: "AWS", OnlyAttached: true }), ["ReadOnlyAccess"]);
    const aws = cloud.call(root, "iam:ListPolicies", { Scope: "AWS", PathPrefix: "/job-function/" });
    assert.ok((aws.Policies ?? []).length > 0);
    assert.ok(
      aws.Policies?.every((policy) => policy.Arn?.startsWith("arn:aws:iam::aws:policy/job-function/")),
    );
  });
});

describe("listing the entities of a policy", () => {
  it("shows users, groups and roles that have it, each once", () => {
    const cloud = withPolicy();
    const root = cloud.root();
    const { User } = cloud.call(root, "iam:CreateUser", { UserName: "Ann", PermissionsBoundary: arn });
    const { Group } = cloud.call(root, "iam:CreateGroup", { GroupName: "G", Path: "/x/" });
    role(cloud, "Worker");
    cloud.call(root, "iam:PutRolePermissionsBoundary", { RoleName: "Worker", PermissionsBoundary: arn });
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Ann", ...P });
    cloud.call(root, "iam:AttachGroupPolicy", { GroupName: "G", ...P });
    const list = (more: Partial<InputOf<"iam:ListEntitiesForPolicy">>) => {
      const found = cloud.call(root, "iam:ListEntitiesForPolicy", { ...P, ...more });
      return [
        ...(found.PolicyGroups ?? []).map((group) => group.GroupName),
        ...(found.PolicyUsers ?? []).map((user) => user.UserName),
        ...(found.PolicyRoles ?? []).map((each) => each.RoleName),
      ];
    };
    assert.deepEqual(list({}), ["G", "Ann", "Worker"]);
    assert.deepEqual(list({ EntityFilter: "User" }), ["Ann"]);
    assert.deepEqual(list({ EntityFilter: "Group" }), ["G"]);
    assert.deepEqual(list({ EntityFilter: "Role" }), ["Worker"]);
    assert.deepEqual(list({ EntityFilter: "LocalManagedPolicy" }), []);
    assert.deepEqual(list({ PathPrefix: "/x/" }), ["G"]);
    assert.deepEqual(list({ PolicyUsageFilter: "PermissionsPolicy" }), ["G", "Ann"]);
    assert.deepEqual(list({ PolicyUsageFilter: "PermissionsBoundary" }), ["Ann", "Worker"]);
    const { PolicyGroups, PolicyUsers } = cloud.call(root, "iam:ListEntitiesForPolicy", P);
    assert.deepEqual(PolicyGroups, [{ GroupName: "G", GroupId: Group.GroupId }]);
    assert.deepEqual(PolicyUsers, [{ UserName: "Ann", UserId: User?.UserId }]);
  });
});
