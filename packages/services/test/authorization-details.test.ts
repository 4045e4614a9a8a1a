/** What an account's permissions are made of, in one answer; and which policies open a service. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serviceNames } from "@portcullis/aws-model";
import { type Cloud, home, newCloud, other } from "./harness.ts";
import { allow, document, role, trust } from "./people.ts";

const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const own = (type: string, name: string) => `arn:aws:iam::${home}:${type}/${name}`;

/** Ann in Readers, the role Worker in a profile, a policy of the account with two versions, two of AWS's in use. */
function furnished(): Cloud {
  const cloud = newCloud();
  const root = cloud.root();
  const tags = { Tags: [{ Key: "team", Value: "blue" }] };
  cloud.call(root, "iam:CreatePolicy", {
    PolicyName: "Paper",
    PolicyDocument: allow("s3:GetObject"),
    Description: "First",
    ...tags,
  });
  const paper = own("policy", "Paper");
  cloud.call(root, "iam:CreatePolicyVersion", { PolicyArn: paper, PolicyDocument: allow("s3:*") });
  cloud.call(root, "iam:CreateUser", {
    UserName: "Ann",
    PermissionsBoundary: aws("ReadOnlyAccess"),
    ...tags,
  });
  cloud.call(root, "iam:AttachUserPolicy", { UserName: "Ann", PolicyArn: paper });
  const inline = { PolicyName: "Own", PolicyDocument: allow("iam:GetUser") };
  cloud.call(root, "iam:PutUserPolicy", { UserName: "Ann", ...inline });
  cloud.call(root, "iam:CreateGroup", { GroupName: "Readers" });
  cloud.call(root, "iam:AddUserToGroup", { GroupName: "Readers", UserName: "Ann" });
  cloud.call(root, "iam:AttachGroupPolicy", {
    GroupName: "Readers",
    PolicyArn: aws("AmazonS3ReadOnlyAccess"),
  });
  cloud.call(root, "iam:AttachGroupPolicy", { GroupName: "Readers", PolicyArn: paper });
  cloud.call(root, "iam:PutGroupPolicy", { GroupName: "Readers", ...inline });
  role(cloud, "Worker", allow("sqs:*"));
  cloud.call(root, "iam:CreateInstanceProfile", { InstanceProfileName: "Machine" });
  cloud.call(root, "iam:AddRoleToInstanceProfile", { InstanceProfileName: "Machine", RoleName: "Worker" });
  return cloud;
}

describe("the authorization details of an account", () => {
  const cloud = furnished();
  const root = cloud.root();
  const details = cloud.call(root, "iam:GetAccountAuthorizationDetails", {});

  it("give a user with its groups, policies, boundary and tags", () => {
    const [user, ...others] = details.UserDetailList ?? [];
    assert.equal(others.length, 0);
    const { User } = cloud.call(root, "iam:GetUser", { UserName: "Ann" });
    assert.deepEqual(user, {
      ...User,
      GroupList: ["Readers"],
      UserPolicyList: [{ PolicyName: "Own", PolicyDocument: allow("iam:GetUser") }],
      AttachedManagedPolicies: [{ PolicyName: "Paper", PolicyArn: own("policy", "Paper") }],
    });
  });

  it("give a group with its policies", () => {
    const { Group } = cloud.call(root, "iam:GetGroup", { GroupName: "Readers" });
    assert.deepEqual(details.GroupDetailList, [
      {
        ...Group,
        GroupPolicyList: [{ PolicyName: "Own", PolicyDocument: allow("iam:GetUser") }],
        AttachedManagedPolicies: [
          { PolicyName: "AmazonS3ReadOnlyAccess", PolicyArn: aws("AmazonS3ReadOnlyAccess") },
          { PolicyName: "Paper", PolicyArn: own("policy", "Paper") },
        ],
      },
    ]);
  });

  it("give a role with its trust, its profiles and its policies", () => {
    const [worker] = details.RoleDetailList ?? [];
    assert.equal(worker?.AssumeRolePolicyDocument, trust({ AWS: home }));
    assert.deepEqual(worker?.RolePolicyList, [{ PolicyName: "own", PolicyDocument: allow("sqs:*") }]);
    const { InstanceProfiles } = cloud.call(root, "iam:ListInstanceProfiles");
    assert.deepEqual(worker?.InstanceProfileList, InstanceProfiles);
    assert.deepEqual([worker?.AttachedManagedPolicies, worker?.Tags], [[], []]);
  });

  it("give the account's policies with every version, and those of AWS that are attached or a boundary", () => {
    const policies = details.Policies ?? [];
    assert.deepEqual(
      policies.map(({ PolicyName, AttachmentCount, PermissionsBoundaryUsageCount }) => [
        PolicyName,
        AttachmentCount,
        PermissionsBoundaryUsageCount,
      ]),
      [
        ["AmazonS3ReadOnlyAccess", 1, 0],
        ["Paper", 2, 0],
        ["ReadOnlyAccess", 0, 1],
      ],
    );
    const paper = policies[1];
    assert.equal(paper?.Description, "First");
    assert.deepEqual(
      paper?.PolicyVersionList?.map(({ VersionId, IsDefaultVersion, Document }) => [
        VersionId,
        IsDefaultVersion,
        Document,
      ]),
      [
        ["v2", false, allow("s3:*")],
        ["v1", true, allow("s3:GetObject")],
      ],
    );
  });

  it("are narrowed by type", () => {
    const counts = (...Filter: ("User" | "Role" | "Group" | "LocalManagedPolicy" | "AWSManagedPolicy")[]) => {
      const found = cloud.call(root, "iam:GetAccountAuthorizationDetails", { Filter });
      const { UserDetailList, GroupDetailList, RoleDetailList, Policies } = found;
      return [UserDetailList, GroupDetailList, RoleDetailList, Policies].map((list) => list?.length);
    };
    assert.deepEqual(counts("User"), [1, 0, 0, 0]);
    assert.deepEqual(counts("Role", "Group"), [0, 1, 1, 0]);
    assert.deepEqual(counts("LocalManagedPolicy"), [0, 0, 0, 1]);
    assert.deepEqual(counts("AWSManagedPolicy"), [0, 0, 0, 2]);
    assert.deepEqual(counts(), [1, 1, 1, 3]);
  });

  it("come in the order users, groups, roles, policies", () => {
    const seen: string[] = [];
    let Marker: string | undefined;
    do {
      const page = cloud.call(root, "iam:GetAccountAuthorizationDetails", {
        MaxItems: 1,
        ...(Marker === undefined ? {} : { Marker }),
      });
      seen.push(
        ...[...(page.UserDetailList ?? [])].map(({ UserName = "" }) => UserName),
        ...[...(page.GroupDetailList ?? [])].map(({ GroupName = "" }) => GroupName),
        ...[...(page.RoleDetailList ?? [])].map(({ RoleName = "" }) => RoleName),
        ...[...(page.Policies ?? [])].map(({ PolicyName = "" }) => PolicyName),
      );
      Marker = page.Marker;
    } while (Marker !== undefined);
    assert.deepEqual(seen, ["Ann", "Readers", "Worker", "AmazonS3ReadOnlyAccess", "Paper", "ReadOnlyAccess"]);
  });
});

describe("the policies that grant a service", () => {
  const cloud = furnished();
  const granting = (Arn: string, ...ServiceNamespaces: string[]) =>
    cloud.call(cloud.root(), "iam:ListPoliciesGrantingServiceAccess", { Arn, ServiceNamespaces });
  const paper = { PolicyName: "Paper", PolicyType: "MANAGED", PolicyArn: own("policy", "Paper") };

  it("are a user's own and those of its groups, each once", () => {
    const s3 = aws("AmazonS3ReadOnlyAccess");
    assert.deepEqual(granting(own("user", "Ann"), "iam", "s3", "sqs"), {
      PoliciesGrantingServiceAccess: [
        {
          ServiceNamespace: "iam",
          Policies: [
            { PolicyName: "Own", PolicyType: "INLINE", EntityType: "USER", EntityName: "Ann" },
            { PolicyName: "Own", PolicyType: "INLINE", EntityType: "GROUP", EntityName: "Readers" },
          ],
        },
        {
          ServiceNamespace: "s3",
          Policies: [paper, { PolicyName: "AmazonS3ReadOnlyAccess", PolicyType: "MANAGED", PolicyArn: s3 }],
        },
        { ServiceNamespace: "sqs", Policies: [] },
      ],
      IsTruncated: false,
    });
  });

  it("are a group's own and a role's own", () => {
    const names = (arn: string, service: string) =>
      granting(arn, service).PoliciesGrantingServiceAccess[0]?.Policies?.map(({ PolicyName }) => PolicyName);
    assert.deepEqual(names(own("group", "Readers"), "s3"), ["AmazonS3ReadOnlyAccess", "Paper"]);
    assert.deepEqual(names(own("role", "Worker"), "sqs"), ["own"]);
    assert.deepEqual(names(own("role", "Worker"), "s3"), []);
  });

  it("are asked for by the ARN of somebody in the account", () => {
    const refusal = (Arn: string) =>
      cloud.refusal(cloud.root(), "iam:ListPoliciesGrantingServiceAccess", {
        Arn,
        ServiceNamespaces: ["s3"],
      });
    for (const wrong of ["not-an-arn-at-all-really", `arn:aws:iam::${home}:root`]) {
      assert.deepEqual(refusal(wrong), { code: "InvalidInput", message: `Invalid ARN: ${wrong}` });
    }
    assert.deepEqual(refusal(own("policy", "Paper")), {
      code: "InvalidInput",
      message: `Invalid Entity Arn: ${own("policy", "Paper")} is not supported.`,
    });
    for (const absent of [own("user", "Eve"), own("role", "Ann")]) {
      assert.deepEqual(refusal(absent), { code: "NoSuchEntity", message: `ARN ${absent} not found` });
    }
    assert.equal(refusal(`arn:aws:iam::${other}:user/Ann`).code, "AccessDenied");
    assert.deepEqual(granting(own("user", "x/Ann"), "s3"), granting(own("user", "Ann"), "s3"));
  });

  it("come in pages where there is much", () => {
    const own = newCloud();
    for (let at = 0; at < 10; at++) {
      const GroupName = `g${at}`.padEnd(128, "x");
      own.call(own.root(), "iam:CreateGroup", { GroupName });
      for (let nth = 0; nth < 30; nth++) {
        const PolicyName = `p${nth}`.padEnd(128, "x");
        const PolicyDocument = document({ Action: "*" });
        own.call(own.root(), "iam:PutGroupPolicy", { GroupName, PolicyName, PolicyDocument });
      }
    }
    own.call(own.root(), "iam:CreateUser", { UserName: "Ann" });
    for (const { GroupName } of own.call(own.root(), "iam:ListGroups").Groups)
      own.call(own.root(), "iam:AddUserToGroup", { GroupName, UserName: "Ann" });
    const ServiceNamespaces = [...serviceNames.keys()].slice(0, 120);
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    let pages = 0;
    do {
      const page = own.call(own.root(), "iam:ListPoliciesGrantingServiceAccess", {
        Arn: `arn:aws:iam::${home}:user/Ann`,
        ServiceNamespaces,
        ...(Marker === undefined ? {} : { Marker }),
      });
      seen.push(...page.PoliciesGrantingServiceAccess.map((each) => each.ServiceNamespace));
      assert.equal(page.IsTruncated, page.Marker !== undefined);
      Marker = page.Marker;
      pages++;
    } while (Marker !== undefined);
    assert.ok(pages > 1, `${pages} pages`);
    assert.deepEqual(seen, ServiceNamespaces);
  });
});
