/** What each change of `changes.table.ts` does, as a read shows it. */
import { pem } from "../../packages/services/test/certificates.ts";
import { type Effect, refuses, shows } from "./effect.ts";
import { arn } from "./errors/names.ts";
import { policy } from "./policy.ts";
import { EPHEMERAL_ACCOUNT } from "./server.ts";

const none = undefined as never;
const managed = { PolicyArn: arn("policy/Paper") };
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const user = { UserName: "Uma" };
const group = { GroupName: "Group" };
const role = { RoleName: "Role" };
const linked = { RoleName: "AWSServiceRoleForECS" };
const profile = { InstanceProfileName: "Profile" };
const saml = { SAMLProviderArn: arn("saml-provider/Corp") };
const oidc = { OpenIDConnectProviderArn: arn("oidc-provider/idp.example.com") };
const device = { SerialNumber: arn("mfa/Phone") };
const site = { ServerCertificateName: "Site" };
const inline = { PolicyName: "Inline" };
const tags = [{ Key: "team", Value: "blue" }];
const AccountAlias = "example-corporation";
const otherTrust = policy({
  Effect: "Deny",
  Principal: { AWS: EPHEMERAL_ACCOUNT },
  Action: "sts:AssumeRole",
});
/** Of somebody who still believes in an old password. */
const changing = (OldPassword: string) =>
  refuses(
    "ChangePassword",
    { OldPassword, NewPassword: "Orchid-1956" },
    { refusal: "AccessDenied", by: "made key" },
  );

const versions = (ids: readonly string[]) =>
  shows("ListPolicyVersions", managed, ({ Versions }) => Versions?.map(({ VersionId }) => VersionId), ids);
const defaultVersion = (id: string) =>
  shows("GetPolicy", managed, ({ Policy }) => Policy?.DefaultVersionId, id);
const clientIds = (ids: readonly string[]) =>
  shows("GetOpenIDConnectProvider", oidc, ({ ClientIDList }) => ClientIDList, ids);
const devices = (serials: readonly string[]) =>
  shows(
    "ListVirtualMFADevices",
    {},
    ({ VirtualMFADevices }) => VirtualMFADevices.map((each) => each.SerialNumber),
    serials,
  );
const enabledDevices = (serials: readonly string[]) =>
  shows(
    "ListMFADevices",
    user,
    ({ MFADevices }) => MFADevices.map(({ SerialNumber }) => SerialNumber),
    serials,
  );
const accessKeys = (statuses: readonly string[]) =>
  shows("ListAccessKeys", user, (each) => each.AccessKeyMetadata.map(({ Status }) => Status), statuses);
const certificates = (statuses: readonly string[]) =>
  shows("ListSigningCertificates", user, (each) => each.Certificates.map(({ Status }) => Status), statuses);
const sshKeys = (statuses: readonly string[]) =>
  shows("ListSSHPublicKeys", user, (each) => each.SSHPublicKeys?.map(({ Status }) => Status), statuses);
const credentials = (statuses: readonly string[]) =>
  shows(
    "ListServiceSpecificCredentials",
    user,
    (each) => each.ServiceSpecificCredentials?.map(({ Status }) => Status),
    statuses,
  );
const groupsOfUser = (names: readonly string[]) =>
  shows("ListGroupsForUser", user, ({ Groups }) => Groups.map(({ GroupName }) => GroupName), names);
const profilesOfRole = (names: readonly string[]) =>
  shows(
    "ListInstanceProfilesForRole",
    role,
    (each) => each.InstanceProfiles.map((one) => one.InstanceProfileName),
    names,
  );
const ofUser = (arns: readonly string[]) =>
  shows("ListAttachedUserPolicies", user, (each) => each.AttachedPolicies?.map((one) => one.PolicyArn), arns);
const ofGroup = (arns: readonly string[]) =>
  shows(
    "ListAttachedGroupPolicies",
    group,
    (each) => each.AttachedPolicies?.map((one) => one.PolicyArn),
    arns,
  );
const ofRole = (arns: readonly string[]) =>
  shows("ListAttachedRolePolicies", role, (each) => each.AttachedPolicies?.map((one) => one.PolicyArn), arns);
const boundaryOfUser = (is: string | undefined) =>
  shows("GetUser", user, ({ User }) => User.PermissionsBoundary?.PermissionsBoundaryArn, is);
const boundaryOfRole = (is: string | undefined) =>
  shows("GetRole", role, ({ Role }) => Role.PermissionsBoundary?.PermissionsBoundaryArn, is);
const delegations = (states: readonly string[]) =>
  shows(
    "ListDelegationRequests",
    {},
    ({ DelegationRequests }) => DelegationRequests?.map(({ State }) => State),
    states,
  );
const aliases = (is: readonly string[]) => shows("ListAccountAliases", {}, (each) => each.AccountAliases, is);

export const effects: Readonly<Record<string, Effect | readonly Effect[]>> = {
  CreateUser: [
    shows("GetUser", user, ({ User }) => User.Arn, arn("user/Uma")),
    shows("ListUsers", {}, ({ Users }) => Users.map(({ UserName }) => UserName), ["Uma"]),
  ],
  UpdateUser: shows("GetUser", user, ({ User }) => User.Arn, arn("user/people/Uma")),
  DeleteUser: refuses("GetUser", user),
  CreateGroup: [
    shows("GetGroup", group, ({ Group }) => Group.Arn, arn("group/Group")),
    shows("ListGroups", {}, ({ Groups }) => Groups.map(({ GroupName }) => GroupName), ["Group"]),
  ],
  UpdateGroup: shows("GetGroup", group, ({ Group }) => Group.Arn, arn("group/people/Group")),
  DeleteGroup: refuses("GetGroup", group),
  AddUserToGroup: groupsOfUser(["Group"]),
  RemoveUserFromGroup: groupsOfUser([]),
  CreateRole: [
    shows("GetRole", role, ({ Role }) => Role.Arn, arn("role/Role")),
    shows("ListRoles", {}, ({ Roles }) => Roles.map(({ RoleName }) => RoleName), ["Role"]),
  ],
  UpdateRole: shows("GetRole", role, ({ Role }) => Role.MaxSessionDuration, 7200),
  UpdateRoleDescription: shows("GetRole", role, ({ Role }) => Role.Description, "For machines"),
  UpdateAssumeRolePolicy: shows(
    "GetRole",
    role,
    ({ Role }) => decodeURIComponent(Role.AssumeRolePolicyDocument ?? ""),
    otherTrust,
    { with: { PolicyDocument: otherTrust } },
  ),
  DeleteRole: refuses("GetRole", role),
  CreateServiceLinkedRole: shows(
    "GetRole",
    linked,
    ({ Role }) => Role.Path,
    "/aws-service-role/ecs.amazonaws.com/",
  ),
  DeleteServiceLinkedRole: refuses("GetRole", linked),
  CreateInstanceProfile: [
    shows("GetInstanceProfile", profile, (each) => each.InstanceProfile.Arn, arn("instance-profile/Profile")),
    shows("ListInstanceProfiles", {}, (each) => each.InstanceProfiles.map((one) => one.InstanceProfileName), [
      "Profile",
    ]),
  ],
  AddRoleToInstanceProfile: profilesOfRole(["Profile"]),
  RemoveRoleFromInstanceProfile: profilesOfRole([]),
  DeleteInstanceProfile: refuses("GetInstanceProfile", profile),
  CreatePolicy: [
    defaultVersion("v1"),
    shows("ListPolicies", { Scope: "Local" }, ({ Policies }) => Policies?.map(({ Arn }) => Arn), [
      managed.PolicyArn,
    ]),
  ],
  CreatePolicyVersion: [
    versions(["v2", "v1"]),
    shows(
      "GetPolicyVersion",
      { ...managed, VersionId: "v2" },
      (each) => each.PolicyVersion?.IsDefaultVersion,
      false,
    ),
  ],
  SetDefaultPolicyVersion: defaultVersion("v2"),
  DeletePolicyVersion: versions(["v2"]),
  DeletePolicy: refuses("GetPolicy", managed),
  AttachUserPolicy: [
    ofUser([managed.PolicyArn]),
    shows("ListEntitiesForPolicy", managed, (each) => each.PolicyUsers?.map(({ UserName }) => UserName), [
      "Uma",
    ]),
  ],
  AttachGroupPolicy: ofGroup([readOnly]),
  AttachRolePolicy: ofRole([managed.PolicyArn]),
  DetachUserPolicy: ofUser([]),
  DetachGroupPolicy: ofGroup([]),
  DetachRolePolicy: ofRole([]),
  PutUserPolicy: shows("GetUserPolicy", { ...user, ...inline }, ({ PolicyName }) => PolicyName, "Inline"),
  PutGroupPolicy: shows("GetGroupPolicy", { ...group, ...inline }, ({ PolicyName }) => PolicyName, "Inline"),
  PutRolePolicy: shows("GetRolePolicy", { ...role, ...inline }, ({ PolicyName }) => PolicyName, "Inline"),
  DeleteUserPolicy: shows("ListUserPolicies", user, ({ PolicyNames }) => PolicyNames, []),
  DeleteGroupPolicy: shows("ListGroupPolicies", group, ({ PolicyNames }) => PolicyNames, []),
  DeleteRolePolicy: shows("ListRolePolicies", role, ({ PolicyNames }) => PolicyNames, []),
  PutUserPermissionsBoundary: boundaryOfUser(managed.PolicyArn),
  PutRolePermissionsBoundary: boundaryOfRole(readOnly),
  DeleteUserPermissionsBoundary: boundaryOfUser(undefined),
  DeleteRolePermissionsBoundary: boundaryOfRole(undefined),
  CreateSAMLProvider: [
    shows("GetSAMLProvider", saml, (each) => each.AssertionEncryptionMode, "Allowed"),
    shows("ListSAMLProviders", {}, (each) => each.SAMLProviderList?.map(({ Arn }) => Arn), [
      saml.SAMLProviderArn,
    ]),
  ],
  UpdateSAMLProvider: shows("GetSAMLProvider", saml, (each) => each.AssertionEncryptionMode, "Required", {
    with: { AssertionEncryptionMode: "Required", AddPrivateKey: pem("rsa.pkcs1.pem") },
  }),
  DeleteSAMLProvider: refuses("GetSAMLProvider", saml),
  CreateOpenIDConnectProvider: [
    shows("GetOpenIDConnectProvider", oidc, ({ Url }) => Url, "idp.example.com"),
    shows("ListOpenIDConnectProviders", {}, (each) => each.OpenIDConnectProviderList?.map(({ Arn }) => Arn), [
      oidc.OpenIDConnectProviderArn,
    ]),
  ],
  AddClientIDToOpenIDConnectProvider: clientIds(["app"]),
  RemoveClientIDFromOpenIDConnectProvider: clientIds([]),
  UpdateOpenIDConnectProviderThumbprint: shows(
    "GetOpenIDConnectProvider",
    oidc,
    (each) => each.ThumbprintList,
    ["a".repeat(40)],
  ),
  DeleteOpenIDConnectProvider: refuses("GetOpenIDConnectProvider", oidc),
  CreateVirtualMFADevice: devices([device.SerialNumber]),
  EnableMFADevice: enabledDevices([device.SerialNumber]),
  ResyncMFADevice: { again: "InvalidAuthenticationCodeException" },
  DeactivateMFADevice: enabledDevices([]),
  DeleteVirtualMFADevice: devices([]),
  CreateAccessKey: accessKeys(["Active"]),
  UpdateAccessKey: accessKeys(["Inactive"]),
  DeleteAccessKey: accessKeys([]),
  CreateLoginProfile: shows("GetLoginProfile", user, ({ LoginProfile }) => LoginProfile.UserName, "Uma"),
  ChangePassword: changing("Tulip-1953"),
  UpdateLoginProfile: changing("Violet-1955"),
  DeleteLoginProfile: refuses("GetLoginProfile", user),
  UpdateAccountPasswordPolicy: shows(
    "GetAccountPasswordPolicy",
    none,
    (each) => each.PasswordPolicy.AllowUsersToChangePassword,
    true,
  ),
  DeleteAccountPasswordPolicy: refuses("GetAccountPasswordPolicy", none),
  UploadSigningCertificate: certificates(["Active"]),
  UpdateSigningCertificate: certificates(["Inactive"]),
  DeleteSigningCertificate: certificates([]),
  UploadSSHPublicKey: sshKeys(["Active"]),
  UpdateSSHPublicKey: sshKeys(["Inactive"]),
  DeleteSSHPublicKey: sshKeys([]),
  CreateServiceSpecificCredential: credentials(["Active"]),
  ResetServiceSpecificCredential: { renews: "ServicePassword" },
  UpdateServiceSpecificCredential: credentials(["Inactive"]),
  DeleteServiceSpecificCredential: credentials([]),
  UploadServerCertificate: [
    shows("GetServerCertificate", site, (each) => each.ServerCertificate.ServerCertificateMetadata.Path, "/"),
    shows(
      "ListServerCertificates",
      {},
      (each) => each.ServerCertificateMetadataList.map((one) => one.ServerCertificateName),
      ["Site"],
    ),
  ],
  UpdateServerCertificate: shows(
    "GetServerCertificate",
    site,
    (each) => each.ServerCertificate.ServerCertificateMetadata.Path,
    "/cloudfront/",
  ),
  DeleteServerCertificate: refuses("GetServerCertificate", site),
  TagUser: shows("ListUserTags", user, ({ Tags }) => Tags, tags),
  TagRole: shows("ListRoleTags", role, ({ Tags }) => Tags, tags),
  TagPolicy: shows("ListPolicyTags", managed, ({ Tags }) => Tags, tags),
  TagInstanceProfile: shows("ListInstanceProfileTags", profile, ({ Tags }) => Tags, tags),
  TagSAMLProvider: shows("ListSAMLProviderTags", saml, ({ Tags }) => Tags, tags),
  TagOpenIDConnectProvider: shows("ListOpenIDConnectProviderTags", oidc, ({ Tags }) => Tags, tags),
  TagMFADevice: shows("ListMFADeviceTags", device, ({ Tags }) => Tags, tags),
  TagServerCertificate: shows("ListServerCertificateTags", site, ({ Tags }) => Tags, tags),
  UntagUser: shows("ListUserTags", user, ({ Tags }) => Tags, []),
  UntagRole: shows("ListRoleTags", role, ({ Tags }) => Tags, []),
  UntagPolicy: shows("ListPolicyTags", managed, ({ Tags }) => Tags, []),
  UntagInstanceProfile: shows("ListInstanceProfileTags", profile, ({ Tags }) => Tags, []),
  UntagSAMLProvider: shows("ListSAMLProviderTags", saml, ({ Tags }) => Tags, []),
  UntagOpenIDConnectProvider: shows("ListOpenIDConnectProviderTags", oidc, ({ Tags }) => Tags, []),
  UntagMFADevice: shows("ListMFADeviceTags", device, ({ Tags }) => Tags, []),
  UntagServerCertificate: shows("ListServerCertificateTags", site, ({ Tags }) => Tags, []),
  CreateAccountAlias: aliases([AccountAlias]),
  DeleteAccountAlias: aliases([]),
  EnableOutboundWebIdentityFederation: shows(
    "GetOutboundWebIdentityFederationInfo",
    none,
    ({ JwtVendingEnabled }) => JwtVendingEnabled,
    true,
  ),
  DisableOutboundWebIdentityFederation: refuses("GetOutboundWebIdentityFederationInfo", none, {
    refusal: "FeatureDisabledException",
  }),
  RejectDelegationRequest: delegations(["REJECTED"]),
  CreateDelegationRequest: { again: "EntityAlreadyExistsException" },
  AssociateDelegationRequest: delegations(["REJECTED", "ASSIGNED"]),
  UpdateDelegationRequest: delegations(["REJECTED", "PENDING_APPROVAL"]),
  AcceptDelegationRequest: delegations(["REJECTED", "ACCEPTED"]),
  SendDelegationToken: delegations(["REJECTED", "FINALIZED"]),
  SetSecurityTokenServicePreferences: shows(
    "GetAccountSummary",
    none,
    (each) => each.SummaryMap?.GlobalEndpointTokenVersion,
    1,
  ),
};
