/** Every read that IAM offers here, of what the changes of `changes.table.ts` make. */
import { MADE } from "./changes.table.ts";
import { policy } from "./policy.ts";

const account = "123456789012";
const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
const managed = { PolicyArn: arn("policy/Paper") };
const user = { UserName: "Uma" };
const group = { GroupName: "Group" };
const role = { RoleName: "Role" };
const profile = { InstanceProfileName: "Profile" };
const inline = { PolicyName: "Inline" };
const site = { ServerCertificateName: "Site" };
const saml = { SAMLProviderArn: arn("saml-provider/Corp") };
const oidc = { OpenIDConnectProviderArn: arn("oidc-provider/idp.example.com") };
const device = { SerialNumber: arn("mfa/Phone") };
const sshPublicKey = { ...user, SSHPublicKeyId: MADE, Encoding: "PEM" };

const keyed = policy({
  Effect: "Allow",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "true" } },
});

type Calls = readonly (readonly [action: string, parameters: Readonly<Record<string, string>>])[];

/** What must be asked for before it can be read. */
export const preparations: Calls = [
  ["GenerateCredentialReport", {}],
  ["GenerateServiceLastAccessedDetails", { Arn: arn("user/people/Uma") }],
];

/** What is told for some hours or days only: reports, how far something is, and who asks for access. */
export const passing: ReadonlySet<string> = new Set([
  "GetDelegationRequest",
  "GetHumanReadableSummary",
  "ListDelegationRequests",
  "GetCredentialReport",
  "GetServiceLastAccessedDetails",
  "GetServiceLastAccessedDetailsWithEntities",
  "GetServiceLinkedRoleDeletionStatus",
]);

export const reads: Calls = [
  ["GetAccessKeyLastUsed", { AccessKeyId: MADE }],
  ["GetAccountAuthorizationDetails", {}],
  ["GetAccountPasswordPolicy", {}],
  ["GetAccountSummary", {}],
  ["GetContextKeysForCustomPolicy", { "PolicyInputList.member.1": keyed }],
  ["GetContextKeysForPrincipalPolicy", { PolicySourceArn: arn("user/people/Uma") }],
  ["GetCredentialReport", {}],
  ["GetDelegationRequest", { DelegationRequestId: MADE }],
  ["GetGroup", group],
  ["GetGroupPolicy", { ...group, ...inline }],
  ["GetHumanReadableSummary", { EntityArn: MADE }],
  ["GetInstanceProfile", profile],
  ["GetLoginProfile", user],
  ["GetOpenIDConnectProvider", oidc],
  ["GetOutboundWebIdentityFederationInfo", {}],
  ["GetPolicy", managed],
  ["GetPolicyVersion", { ...managed, VersionId: "v2" }],
  ["GetRole", role],
  ["GetRolePolicy", { ...role, ...inline }],
  ["GetSAMLProvider", saml],
  ["GetSSHPublicKey", sshPublicKey],
  ["GetServerCertificate", site],
  ["GetServiceLastAccessedDetails", { JobId: MADE }],
  ["GetServiceLastAccessedDetailsWithEntities", { JobId: MADE, ServiceNamespace: "s3" }],
  ["GetServiceLinkedRoleDeletionStatus", { DeletionTaskId: MADE }],
  ["GetUser", user],
  ["GetUserPolicy", { ...user, ...inline }],
  ["ListAccessKeys", user],
  ["ListAccountAliases", {}],
  ["ListAttachedGroupPolicies", group],
  ["ListAttachedRolePolicies", role],
  ["ListAttachedUserPolicies", user],
  ["ListDelegationRequests", {}],
  ["ListEntitiesForPolicy", managed],
  ["ListGroupPolicies", group],
  ["ListGroups", {}],
  ["ListGroupsForUser", user],
  ["ListInstanceProfileTags", profile],
  ["ListInstanceProfiles", {}],
  ["ListInstanceProfilesForRole", role],
  ["ListMFADeviceTags", device],
  ["ListMFADevices", user],
  ["ListOpenIDConnectProviderTags", oidc],
  ["ListOpenIDConnectProviders", {}],
  ["ListPolicies", { Scope: "Local" }],
  ["ListPoliciesGrantingServiceAccess", { Arn: arn("user/people/Uma"), "ServiceNamespaces.member.1": "s3" }],
  ["ListPolicyTags", managed],
  ["ListPolicyVersions", managed],
  ["ListRolePolicies", role],
  ["ListRoleTags", role],
  ["ListRoles", {}],
  ["ListSAMLProviderTags", saml],
  ["ListSAMLProviders", {}],
  ["ListSSHPublicKeys", user],
  ["ListServerCertificateTags", site],
  ["ListServerCertificates", {}],
  ["ListServiceSpecificCredentials", user],
  ["ListSigningCertificates", user],
  ["ListUserPolicies", user],
  ["ListUserTags", user],
  ["ListUsers", {}],
  ["ListVirtualMFADevices", {}],
];
