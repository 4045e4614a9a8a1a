/** Whoever has no permission is refused, by every operation, in AWS's words. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ServiceId, serviceIds, services } from "@portcullis/aws-model";
import { handlerOf, type OperationId } from "@portcullis/services";
import type { Case, Cases } from "./denial-case.ts";
import { certificateCases } from "./denied-certificates.ts";
import { mfaCases } from "./denied-mfa.ts";
import { providerCases } from "./denied-providers.ts";
import { type Cloud, home, newCloud, type Who } from "./harness.ts";
import { allow, document, holder, person, role } from "./people.ts";
import { samlProvider } from "./saml-metadata.ts";

const own = (type: string, path: string): string => `arn:aws:iam::123456789012:${type}${path}`;
const policyArn = "arn:aws:iam::123456789012:policy/own/Limits";

const named = {
  user: { UserName: "Ann" },
  group: { GroupName: "Readers" },
  role: { RoleName: "Worker" },
  profile: { InstanceProfileName: "Machine" },
  policy: { PolicyArn: policyArn },
} as const;
const tags = { Tags: [{ Key: "team", Value: "blue" }] } as const;
const inline = { PolicyName: "extra", PolicyDocument: allow("s3:GetObject") } as const;

const cases: Cases = {
  ...certificateCases,
  ...mfaCases,
  ...providerCases,
  "iam:CreateUser": { input: { UserName: "Eve", Path: "/new/" }, names: own("user", "/new/Eve") },
  "iam:GetUser": { input: named.user, names: "user Ann" },
  "iam:UpdateUser": { input: { ...named.user, NewUserName: "Bea" }, names: "user Ann" },
  "iam:DeleteUser": { input: named.user, names: "user Ann" },
  "iam:ListUsers": { input: { PathPrefix: "/staff/" }, names: own("user", "/staff/") },
  "iam:TagUser": { input: { ...named.user, ...tags }, names: "user Ann" },
  "iam:UntagUser": { input: { ...named.user, TagKeys: ["team"] }, names: "user Ann" },
  "iam:ListUserTags": { input: named.user, names: "user Ann" },
  "iam:CreateAccessKey": { input: named.user, names: "user Ann" },
  "iam:UpdateAccessKey": {
    input: { ...named.user, AccessKeyId: "AKIAIOSFODNN7EXAMPLE", Status: "Inactive" },
    names: "user Ann",
  },
  "iam:DeleteAccessKey": { input: { ...named.user, AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }, names: "user Ann" },
  "iam:ListAccessKeys": { input: named.user, names: "user Ann" },
  "iam:GetAccessKeyLastUsed": {
    input: { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    names: "access key AKIAIOSFODNN7EXAMPLE",
  },
  "iam:CreateLoginProfile": { input: { ...named.user, Password: "Tulip-1953" }, names: "user Ann" },
  "iam:GetLoginProfile": { input: named.user, names: "user Ann" },
  "iam:UpdateLoginProfile": { input: { ...named.user, PasswordResetRequired: true }, names: "user Ann" },
  "iam:DeleteLoginProfile": { input: named.user, names: "user Ann" },
  "iam:ChangePassword": { input: { OldPassword: "a", NewPassword: "b" }, names: "user Nobody" },
  "iam:GetAccountPasswordPolicy": { input: undefined as never, names: "*" },
  "iam:UpdateAccountPasswordPolicy": { input: {}, names: "*" },
  "iam:DeleteAccountPasswordPolicy": { input: undefined as never, names: "*" },
  "iam:ListGroupsForUser": { input: named.user, names: "user Ann" },
  "iam:AttachUserPolicy": { input: { ...named.user, ...named.policy }, names: "user Ann" },
  "iam:DetachUserPolicy": { input: { ...named.user, ...named.policy }, names: "user Ann" },
  "iam:ListAttachedUserPolicies": { input: named.user, names: "user Ann" },
  "iam:PutUserPolicy": { input: { ...named.user, ...inline }, names: "user Ann" },
  "iam:GetUserPolicy": { input: { ...named.user, PolicyName: "extra" }, names: "user Ann" },
  "iam:DeleteUserPolicy": { input: { ...named.user, PolicyName: "extra" }, names: "user Ann" },
  "iam:ListUserPolicies": { input: named.user, names: "user Ann" },
  "iam:PutUserPermissionsBoundary": {
    input: { ...named.user, PermissionsBoundary: policyArn },
    names: "user Ann",
  },
  "iam:DeleteUserPermissionsBoundary": { input: named.user, names: "user Ann" },
  "iam:CreateGroup": { input: { GroupName: "Writers" }, names: own("group", "/Writers") },
  "iam:GetGroup": { input: named.group, names: "group Readers" },
  "iam:UpdateGroup": { input: { ...named.group, NewPath: "/x/" }, names: "group Readers" },
  "iam:DeleteGroup": { input: named.group, names: "group Readers" },
  "iam:ListGroups": { input: {}, names: own("group", "/") },
  "iam:AddUserToGroup": { input: { ...named.group, ...named.user }, names: "group Readers" },
  "iam:RemoveUserFromGroup": { input: { ...named.group, ...named.user }, names: "group Readers" },
  "iam:AttachGroupPolicy": { input: { ...named.group, ...named.policy }, names: "group Readers" },
  "iam:DetachGroupPolicy": { input: { ...named.group, ...named.policy }, names: "group Readers" },
  "iam:ListAttachedGroupPolicies": { input: named.group, names: "group Readers" },
  "iam:PutGroupPolicy": { input: { ...named.group, ...inline }, names: "group Readers" },
  "iam:GetGroupPolicy": { input: { ...named.group, PolicyName: "extra" }, names: "group Readers" },
  "iam:DeleteGroupPolicy": { input: { ...named.group, PolicyName: "extra" }, names: "group Readers" },
  "iam:ListGroupPolicies": { input: named.group, names: "group Readers" },
  "iam:CreateRole": {
    input: { RoleName: "Other", AssumeRolePolicyDocument: "{}" },
    names: own("role", "/Other"),
  },
  "iam:GetRole": { input: named.role, names: "role Worker" },
  "iam:UpdateRole": { input: named.role, names: "role Worker" },
  "iam:UpdateRoleDescription": { input: { ...named.role, Description: "" }, names: "role Worker" },
  "iam:UpdateAssumeRolePolicy": { input: { ...named.role, PolicyDocument: "{}" }, names: "role Worker" },
  "iam:DeleteRole": { input: named.role, names: "role Worker" },
  "iam:ListRoles": { input: {}, names: own("role", "/") },
  "iam:TagRole": { input: { ...named.role, ...tags }, names: "role Worker" },
  "iam:UntagRole": { input: { ...named.role, TagKeys: ["team"] }, names: "role Worker" },
  "iam:ListRoleTags": { input: named.role, names: "role Worker" },
  "iam:AttachRolePolicy": { input: { ...named.role, ...named.policy }, names: "role Worker" },
  "iam:DetachRolePolicy": { input: { ...named.role, ...named.policy }, names: "role Worker" },
  "iam:ListAttachedRolePolicies": { input: named.role, names: "role Worker" },
  "iam:PutRolePolicy": { input: { ...named.role, ...inline }, names: "role Worker" },
  "iam:GetRolePolicy": { input: { ...named.role, PolicyName: "extra" }, names: "role Worker" },
  "iam:DeleteRolePolicy": { input: { ...named.role, PolicyName: "extra" }, names: "role Worker" },
  "iam:ListRolePolicies": { input: named.role, names: "role Worker" },
  "iam:PutRolePermissionsBoundary": {
    input: { ...named.role, PermissionsBoundary: policyArn },
    names: "role Worker",
  },
  "iam:DeleteRolePermissionsBoundary": { input: named.role, names: "role Worker" },
  "iam:CreatePolicy": {
    input: { PolicyName: "More", PolicyDocument: "{}", Path: "/own/" },
    names: "policy More",
  },
  "iam:GetPolicy": { input: named.policy, names: `policy ${policyArn}` },
  "iam:DeletePolicy": { input: named.policy, names: `policy ${policyArn}` },
  "iam:ListPolicies": { input: { PathPrefix: "/own/" }, names: "policy path /own/" },
  "iam:CreatePolicyVersion": {
    input: { ...named.policy, PolicyDocument: "{}" },
    names: `policy ${policyArn}`,
  },
  "iam:GetPolicyVersion": { input: { ...named.policy, VersionId: "v1" }, names: `policy ${policyArn}` },
  "iam:DeletePolicyVersion": { input: { ...named.policy, VersionId: "v1" }, names: `policy ${policyArn}` },
  "iam:SetDefaultPolicyVersion": {
    input: { ...named.policy, VersionId: "v1" },
    names: `policy ${policyArn}`,
  },
  "iam:ListPolicyVersions": { input: named.policy, names: `policy ${policyArn}` },
  "iam:ListEntitiesForPolicy": { input: named.policy, names: `policy ${policyArn}` },
  "iam:TagPolicy": { input: { ...named.policy, ...tags }, names: `policy ${policyArn}` },
  "iam:UntagPolicy": { input: { ...named.policy, TagKeys: ["team"] }, names: `policy ${policyArn}` },
  "iam:ListPolicyTags": { input: named.policy, names: `policy ${policyArn}` },
  "iam:CreateInstanceProfile": {
    input: { InstanceProfileName: "Other" },
    names: own("instance-profile", "/Other"),
  },
  "iam:GetInstanceProfile": { input: named.profile, names: "instance profile Machine" },
  "iam:DeleteInstanceProfile": { input: named.profile, names: "instance profile Machine" },
  "iam:ListInstanceProfiles": { input: {}, names: own("instance-profile", "/") },
  "iam:ListInstanceProfilesForRole": { input: named.role, names: "role Worker" },
  "iam:AddRoleToInstanceProfile": {
    input: { ...named.profile, ...named.role },
    names: "instance profile Machine",
  },
  "iam:RemoveRoleFromInstanceProfile": {
    input: { ...named.profile, ...named.role },
    names: "instance profile Machine",
  },
  "iam:TagInstanceProfile": { input: { ...named.profile, ...tags }, names: "instance profile Machine" },
  "iam:UntagInstanceProfile": {
    input: { ...named.profile, TagKeys: ["team"] },
    names: "instance profile Machine",
  },
  "iam:ListInstanceProfileTags": { input: named.profile, names: "instance profile Machine" },
  "iam:GetAccountAuthorizationDetails": { input: {}, names: "*" },
  "iam:ListPoliciesGrantingServiceAccess": {
    input: { Arn: own("user", "/Ann"), ServiceNamespaces: ["s3"] },
    names: own("user", "/Ann"),
  },
  "iam:GenerateServiceLastAccessedDetails": {
    input: { Arn: own("role", "/Worker") },
    names: own("role", "/Worker"),
  },
  "iam:GetServiceLastAccessedDetails": { input: { JobId: "0".repeat(36) }, names: "*" },
  "iam:GetServiceLastAccessedDetailsWithEntities": {
    input: { JobId: "0".repeat(36), ServiceNamespace: "iam" },
    names: "*",
  },
  "iam:GenerateCredentialReport": { input: undefined as never, names: "*" },
  "iam:GetCredentialReport": { input: undefined as never, names: "*" },
  "iam:GetAccountSummary": { input: undefined as never, names: "*" },
  "iam:GetContextKeysForCustomPolicy": { input: { PolicyInputList: [] }, names: "*" },
  "iam:GetContextKeysForPrincipalPolicy": {
    input: { PolicySourceArn: own("user", "/Ann") },
    names: own("user", "/Ann"),
  },
  "iam:SimulateCustomPolicy": {
    input: { PolicyInputList: [], ActionNames: ["s3:GetObject"] },
    names: "*",
  },
  "iam:SimulatePrincipalPolicy": {
    input: { PolicySourceArn: own("role", "/Worker"), ActionNames: ["s3:GetObject"] },
    names: own("role", "/Worker"),
  },
  "iam:SetSecurityTokenServicePreferences": {
    input: { GlobalEndpointTokenVersion: "v1Token" },
    names: "*",
  },
  "iam:CreateAccountAlias": { input: { AccountAlias: "example" }, names: "*" },
  "iam:DeleteAccountAlias": { input: { AccountAlias: "example" }, names: "*" },
  "iam:ListAccountAliases": { input: {}, names: "*" },
  "iam:ListOrganizationsFeatures": { input: {}, names: "*" },
  "iam:EnableOrganizationsRootCredentialsManagement": { input: {}, names: "*" },
  "iam:DisableOrganizationsRootCredentialsManagement": { input: {}, names: "*" },
  "iam:EnableOrganizationsRootSessions": { input: {}, names: "*" },
  "iam:DisableOrganizationsRootSessions": { input: {}, names: "*" },
  "iam:GetOutboundWebIdentityFederationInfo": { input: undefined as never, names: "*" },
  "iam:DisableOutboundWebIdentityFederation": { input: undefined as never, names: "*" },
  "sts:GetAccessKeyInfo": { input: { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }, names: undefined },
  "cloudtrail:LookupEvents": { input: {}, names: undefined },
  "portcullis:CreateBackup": { input: {}, names: undefined },
  "portcullis:DescribeDeployment": { input: {}, names: undefined },
  "portcullis:DescribeKeys": { input: {}, names: undefined },
  "portcullis:RotateKeys": { input: {}, names: undefined },
};

/** No policy decides on these, or the trust policy does; each has tests of its own. */
const otherwise: readonly OperationId[] = ["sts:GetCallerIdentity", "sts:GetSessionToken", "sts:AssumeRole"];

function furnished(): { readonly cloud: Cloud; readonly nobody: Who } {
  const cloud = newCloud();
  const root = cloud.root();
  cloud.call(root, "iam:CreateUser", named.user);
  cloud.call(root, "iam:CreateGroup", named.group);
  role(cloud, "Worker");
  cloud.call(root, "iam:CreateInstanceProfile", named.profile);
  cloud.call(root, "iam:CreateVirtualMFADevice", { VirtualMFADeviceName: "Phone" });
  cloud.call(root, "iam:CreatePolicy", {
    PolicyName: "Limits",
    Path: "/own/",
    PolicyDocument: allow("s3:*"),
  });
  cloud.put(home, samlProvider);
  cloud.call(root, "iam:CreateOpenIDConnectProvider", { Url: "https://idp.example.com" });
  return { cloud, nobody: person(cloud, "Nobody") };
}

describe("a caller without permission", () => {
  const { cloud, nobody } = furnished();

  it("every operation that is offered is in the table of this test", () => {
    const offered = serviceIds.flatMap((service: ServiceId) =>
      Object.keys(services[service].operations)
        .filter((name) => handlerOf(service, name).kind === "offered")
        .map((name) => `${service}:${name}`),
    );
    assert.deepEqual(new Set([...Object.keys(cases), ...otherwise]), new Set(offered));
  });

  for (const [id, { input, names }] of Object.entries(cases) as [OperationId, Case<OperationId>][]) {
    it(`is refused by ${id}`, () => {
      const resource = names === undefined ? "" : ` on resource: ${names}`;
      assert.deepEqual(cloud.refusal(nobody, id, input), {
        code: "AccessDenied",
        message: `User: arn:aws:iam::123456789012:user/Nobody is not authorized to perform: ${id}${resource} because no identity-based policy allows the ${id} action`,
      });
    });
  }
});

describe("what a denial tells", () => {
  it("the same of what is there and of what is not", () => {
    const { cloud, nobody } = furnished();
    const there = cloud.refusal(nobody, "iam:GetRole", { RoleName: "Worker" });
    const absent = cloud.refusal(nobody, "iam:GetRole", { RoleName: "Walker" });
    assert.equal(there.message.replaceAll("Worker", "Walker"), absent.message);
  });

  it("an explicit deny and, where it is a managed policy's, its ARN", () => {
    const { cloud } = furnished();
    const root = cloud.root();
    const bob = person(cloud, "Bob", document({ Action: "iam:*" }));
    const deny = document({ Effect: "Deny", Action: "iam:GetGroup" });
    const { Policy } = cloud.call(root, "iam:CreatePolicy", { PolicyName: "No", PolicyDocument: deny });
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Bob", PolicyArn: Policy?.Arn ?? "" });
    assert.equal(
      cloud.refusal(bob, "iam:GetGroup", named.group).message,
      "User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: iam:GetGroup on resource: group Readers with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/No",
    );
  });

  it("the boundary, where that is what does not allow", () => {
    const { cloud } = furnished();
    const bob = person(cloud, "Bob", allow("iam:*"));
    cloud.call(cloud.root(), "iam:PutUserPermissionsBoundary", {
      UserName: "Bob",
      PermissionsBoundary: policyArn,
    });
    assert.match(
      cloud.refusal(bob, "iam:GetGroup", named.group).message,
      /because no permissions boundary allows the iam:GetGroup action$/,
    );
  });

  it("a session of a user without MFA has no say in IAM, whatever its policies", () => {
    const { cloud } = furnished();
    const bob = person(cloud, "Bob", allow("*"));
    const session = holder(cloud.call(bob, "sts:GetSessionToken"));
    assert.deepEqual(cloud.refusal(session, "iam:GetGroup", named.group), {
      code: "InvalidClientTokenId",
      message: "The security token included in the request is invalid",
    });
  });

  it("a policy in another account, or of AWS, is not the caller's to change", () => {
    const { cloud } = furnished();
    for (const arn of ["arn:aws:iam::210987654321:policy/Theirs", "arn:aws:iam::aws:policy/ReadOnlyAccess"]) {
      const { code, message } = cloud.refusal(cloud.root(), "iam:DeletePolicy", { PolicyArn: arn });
      assert.equal(code, "AccessDenied");
      assert.ok(message.startsWith(`User: arn:aws:iam::123456789012:root is not authorized`), message);
      assert.ok(message.includes(`on resource: policy ${arn}`), message);
    }
  });
});

describe("tags on creation", () => {
  it("need the permission to tag as well", () => {
    const { cloud } = furnished();
    const bob = person(cloud, "Bob", allow("iam:CreateUser", "iam:CreatePolicy", "iam:CreateRole"));
    assert.match(
      cloud.refusal(bob, "iam:CreateUser", { UserName: "Eve", ...tags }).message,
      /perform: iam:TagUser on resource: arn:aws:iam::123456789012:user\/Eve because/,
    );
    assert.match(
      cloud.refusal(bob, "iam:CreatePolicy", { PolicyName: "P", PolicyDocument: "{}", ...tags }).message,
      /perform: iam:TagPolicy on resource: policy P because/,
    );
    cloud.call(bob, "iam:CreateUser", { UserName: "Eve", Tags: [] });
  });

  it("are what conditions on request tags see", () => {
    const { cloud } = furnished();
    const bob = person(
      cloud,
      "Bob",
      document({
        Action: ["iam:CreateUser", "iam:TagUser"],
        Condition: { StringEquals: { "aws:RequestTag/team": "blue" } },
      }),
    );
    cloud.call(bob, "iam:CreateUser", { UserName: "Eve", ...tags });
    const red = { Tags: [{ Key: "team", Value: "red" }] };
    assert.equal(cloud.refusal(bob, "iam:CreateUser", { UserName: "Uma", ...red }).code, "AccessDenied");
    assert.equal(cloud.refusal(bob, "iam:CreateUser", { UserName: "Uma" }).code, "AccessDenied");
  });

  it("a namesake's tags decide nothing about what is not there yet", () => {
    const { cloud } = furnished();
    cloud.call(cloud.root(), "iam:TagUser", { ...named.user, ...tags });
    const bob = person(
      cloud,
      "Bob",
      document({
        Action: "iam:CreateUser",
        Condition: { StringEquals: { "aws:ResourceTag/team": "blue" } },
      }),
    );
    assert.equal(cloud.refusal(bob, "iam:CreateUser", named.user).code, "AccessDenied");
  });
});
