import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newCloud, start } from "./harness.ts";
import { allow, document, person, role } from "./people.ts";
import { policyArn as arn, P, readOnly, withPolicy } from "./policy-of-tests.ts";

describe("creating a policy", () => {
  it("answers without description; GetPolicy shows it, and its tags even where there are none", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const { Policy } = cloud.call(root, "iam:CreatePolicy", {
      PolicyName: "P",
      Path: "/own/",
      PolicyDocument: allow("s3:GetObject"),
      Description: "reads",
    });
    const form = {
      PolicyName: "P",
      PolicyId: Policy?.PolicyId,
      Arn: "arn:aws:iam::123456789012:policy/own/P",
      Path: "/own/",
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: start,
      UpdateDate: start,
    };
    assert.match(Policy?.PolicyId ?? "", /^ANPA[A-Z2-7]{17}$/);
    assert.deepEqual(Policy, form);
    assert.deepEqual(cloud.call(root, "iam:GetPolicy", { PolicyArn: form.Arn }).Policy, {
      ...form,
      Description: "reads",
      Tags: [],
    });
    assert.deepEqual(cloud.call(root, "iam:ListPolicies", { Scope: "Local" }).Policies, [form]);
  });

  it("answers with the tags that were given", () => {
    const cloud = newCloud();
    const Tags = [{ Key: "team", Value: "blue" }];
    const { Policy } = cloud.call(cloud.root(), "iam:CreatePolicy", {
      PolicyName: "P",
      PolicyDocument: allow("s3:*"),
      Tags,
    });
    assert.deepEqual(Policy?.Tags, Tags);
  });

  it("refuses a name that is taken, in any case and on any path", () => {
    const cloud = withPolicy();
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:CreatePolicy", {
        PolicyName: "p",
        Path: "/x/",
        PolicyDocument: allow("s3:*"),
      }),
      {
        code: "EntityAlreadyExists",
        message: "A policy called p already exists. Duplicate names are not allowed.",
      },
    );
  });

  it("may take the name of one of AWS's", () => {
    const cloud = newCloud();
    const PolicyName = "ReadOnlyAccess";
    cloud.call(cloud.root(), "iam:CreatePolicy", { PolicyName, PolicyDocument: allow("s3:*") });
    assert.equal(cloud.call(cloud.root(), "iam:GetPolicy", { PolicyArn: readOnly }).Policy?.Arn, readOnly);
  });

  it("refuses documents as IAM does, versions of the language before 2012-10-17 among them", () => {
    const cloud = newCloud();
    const refused = (PolicyDocument: string) =>
      cloud.refusal(cloud.root(), "iam:CreatePolicy", { PolicyName: "P", PolicyDocument });
    assert.deepEqual(refused("This is not a json document"), {
      code: "MalformedPolicyDocument",
      message: "Syntax errors in policy.",
    });
    assert.equal(
      refused(allow("s3:*").replace("2012-10-17", "2008-10-17")).message,
      "Policy document must be version 2012-10-17 or greater.",
    );
    assert.equal(
      refused(allow("s3:*").replace('"Effect"', '"Principal":"*","Effect"')).message,
      "Policy document should not specify a principal.",
    );
  });

  it("counts 6144 characters without white space", () => {
    const cloud = newCloud();
    const long = (length: number) => allow(`s3:${"x".repeat(length)}`);
    const most = 6144 - long(0).length;
    const root = cloud.root();
    cloud.call(root, "iam:CreatePolicy", {
      PolicyName: "P",
      PolicyDocument: `${long(most)}${" ".repeat(9000)}`,
    });
    assert.deepEqual(
      cloud.refusal(root, "iam:CreatePolicy", { PolicyName: "Q", PolicyDocument: long(most + 1) }),
      { code: "LimitExceeded", message: "Cannot exceed quota for PolicySize: 6144" },
    );
  });

  it("ends at 1500 policies", () => {
    const cloud = newCloud();
    const PolicyDocument = allow("s3:*");
    for (let at = 0; at < 1500; at++) {
      cloud.call(cloud.root(), "iam:CreatePolicy", { PolicyName: `p${at}`, PolicyDocument });
    }
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreatePolicy", { PolicyName: "q", PolicyDocument }), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for PoliciesPerAccount: 1500",
    });
  });
});

describe("versions of a policy", () => {
  it("are numbered once, listed from the newest, and only the default one counts", () => {
    const cloud = withPolicy();
    const root = cloud.root();
    const ann = person(cloud, "Ann");
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Ann", ...P });
    cloud.now += 5000;
    const text = document({ Action: "iam:ListUsers" }).replaceAll(",", " , ");
    assert.deepEqual(cloud.call(root, "iam:CreatePolicyVersion", { ...P, PolicyDocument: text }), {
      PolicyVersion: { VersionId: "v2", IsDefaultVersion: false, CreateDate: cloud.now },
    });
    assert.equal(cloud.refusal(ann, "iam:ListUsers", {}).code, "AccessDenied");
    const version = { ...P, VersionId: "v2" };
    cloud.call(root, "iam:SetDefaultPolicyVersion", version);
    cloud.call(ann, "iam:ListUsers", {});
    assert.deepEqual(cloud.call(root, "iam:GetPolicyVersion", version).PolicyVersion, {
      Document: text,
      VersionId: "v2",
      IsDefaultVersion: true,
      CreateDate: cloud.now,
    });
    assert.deepEqual(
      cloud.call(root, "iam:ListPolicyVersions", P).Versions?.map((each) => each.VersionId),
      ["v2", "v1"],
    );
    cloud.call(root, "iam:DeletePolicyVersion", { ...P, VersionId: "v1" });
    const { PolicyVersion } = cloud.call(root, "iam:CreatePolicyVersion", {
      ...P,
      PolicyDocument: allow("s3:*"),
      SetAsDefault: true,
    });
    assert.deepEqual([PolicyVersion?.VersionId, PolicyVersion?.IsDefaultVersion], ["v3", true]);
    assert.equal(cloud.refusal(ann, "iam:ListUsers", {}).code, "AccessDenied");
  });

  it("date the policy's update, which a new default does not", () => {
    const cloud = withPolicy();
    const updated = () => cloud.call(cloud.root(), "iam:GetPolicy", P).Policy?.UpdateDate;
    cloud.now += 1000;
    cloud.call(cloud.root(), "iam:CreatePolicyVersion", { ...P, PolicyDocument: allow("s3:*") });
    assert.equal(updated(), start + 1000);
    cloud.now += 1000;
    cloud.call(cloud.root(), "iam:SetDefaultPolicyVersion", { ...P, VersionId: "v2" });
    cloud.call(cloud.root(), "iam:DeletePolicyVersion", { ...P, VersionId: "v1" });
    assert.equal(updated(), start + 1000);
  });

  it("are five at most", () => {
    const cloud = withPolicy();
    const version = { ...P, PolicyDocument: allow("s3:*") };
    for (let at = 2; at <= 5; at++) cloud.call(cloud.root(), "iam:CreatePolicyVersion", version);
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreatePolicyVersion", version), {
      code: "LimitExceeded",
      message:
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    });
    cloud.call(cloud.root(), "iam:DeletePolicyVersion", { ...P, VersionId: "v3" });
    assert.equal(cloud.call(cloud.root(), "iam:CreatePolicyVersion", version).PolicyVersion?.VersionId, "v6");
  });

  it("that are not there are refused, and so is deleting the default one", () => {
    const cloud = withPolicy();
    const root = cloud.root();
    const none = {
      code: "NoSuchEntity",
      message: `Policy ${arn} version v9 does not exist or is not attachable.`,
    };
    const v9 = { ...P, VersionId: "v9" };
    assert.deepEqual(cloud.refusal(root, "iam:GetPolicyVersion", v9), none);
    assert.deepEqual(cloud.refusal(root, "iam:SetDefaultPolicyVersion", v9), none);
    assert.deepEqual(cloud.refusal(root, "iam:DeletePolicyVersion", v9), none);
    assert.deepEqual(cloud.refusal(root, "iam:DeletePolicyVersion", { ...P, VersionId: "v1" }), {
      code: "DeleteConflict",
      message: "Cannot delete the default version of a policy.",
    });
    assert.equal(
      cloud.refusal(root, "iam:CreatePolicyVersion", { ...P, PolicyDocument: "{" }).code,
      "MalformedPolicyDocument",
    );
  });
});

describe("a policy that is not there", () => {
  it("is missed in the words of each family of operations", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const toRead = { code: "NoSuchEntity", message: `Policy ${arn} was not found.` };
    const toUse = { code: "NoSuchEntity", message: `Policy ${arn} does not exist or is not attachable.` };
    const version = {
      code: "NoSuchEntity",
      message: `Policy ${arn} version v1 does not exist or is not attachable.`,
    };
    const v1 = { ...P, VersionId: "v1" };
    assert.deepEqual(cloud.refusal(root, "iam:GetPolicy", P), toRead);
    assert.deepEqual(cloud.refusal(root, "iam:DeletePolicy", P), toRead);
    assert.deepEqual(cloud.refusal(root, "iam:TagPolicy", { ...P, Tags: [] }), toRead);
    assert.deepEqual(cloud.refusal(root, "iam:ListPolicyTags", P), toRead);
    assert.deepEqual(cloud.refusal(root, "iam:ListEntitiesForPolicy", P), toUse);
    assert.deepEqual(cloud.refusal(root, "iam:ListPolicyVersions", P), toUse);
    assert.deepEqual(
      cloud.refusal(root, "iam:CreatePolicyVersion", { ...P, PolicyDocument: allow("*") }),
      toUse,
    );
    assert.deepEqual(cloud.refusal(root, "iam:GetPolicyVersion", v1), version);
    assert.deepEqual(cloud.refusal(root, "iam:SetDefaultPolicyVersion", v1), version);
  });

  it("is one that is spelled in another case, on another path, or with a region", () => {
    const cloud = withPolicy({ Path: "/own/" });
    for (const spelled of [
      "arn:aws:iam::123456789012:policy/own/p",
      "arn:aws:iam::123456789012:policy/P",
      "arn:aws:iam:us-east-1:123456789012:policy/own/P",
    ]) {
      assert.equal(
        cloud.refusal(cloud.root(), "iam:GetPolicy", { PolicyArn: spelled }).message,
        `Policy ${spelled} was not found.`,
      );
    }
  });

  it("may be no ARN at all, and that is told to anybody", () => {
    const cloud = newCloud();
    assert.deepEqual(
      cloud.refusal(person(cloud, "Ann"), "iam:GetPolicy", { PolicyArn: "service-role/Something" }),
      { code: "ValidationError", message: "Invalid ARN:  Could not be parsed!" },
    );
  });

  it("may be an ARN of something else", () => {
    const cloud = newCloud();
    const PolicyArn = "arn:aws:iam::123456789012:role/Worker";
    const unfit = { code: "InvalidInput", message: `ARN ${PolicyArn} is not valid.` };
    for (const id of ["iam:GetPolicy", "iam:DeletePolicy", "iam:ListPolicyTags"] as const)
      assert.deepEqual(cloud.refusal(cloud.root(), id, { PolicyArn }), unfit);
  });
});

describe("deleting a policy", () => {
  it("is refused while it is attached, a boundary, or has more than one version", () => {
    const cloud = withPolicy();
    const root = cloud.root();
    cloud.call(root, "iam:CreateUser", { UserName: "Ann" });
    role(cloud, "Worker");
    const attached = { code: "DeleteConflict", message: "Cannot delete a policy attached to entities." };
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Ann", ...P });
    assert.deepEqual(cloud.refusal(root, "iam:DeletePolicy", P), attached);
    cloud.call(root, "iam:DetachUserPolicy", { UserName: "Ann", ...P });
    cloud.call(root, "iam:PutRolePermissionsBoundary", { RoleName: "Worker", PermissionsBoundary: arn });
    assert.deepEqual(cloud.refusal(root, "iam:DeletePolicy", P), attached);
    cloud.call(root, "iam:DeleteRole", { RoleName: "Worker" });
    cloud.call(root, "iam:CreatePolicyVersion", { ...P, PolicyDocument: allow("s3:*") });
    assert.deepEqual(cloud.refusal(root, "iam:DeletePolicy", P), {
      code: "DeleteConflict",
      message:
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    });
    cloud.call(root, "iam:DeletePolicyVersion", { ...P, VersionId: "v2" });
    cloud.call(root, "iam:DeletePolicy", P);
    assert.equal(cloud.refusal(root, "iam:GetPolicy", P).code, "NoSuchEntity");
  });
});
