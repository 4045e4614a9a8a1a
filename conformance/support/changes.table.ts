/** Every change that IAM offers here, once, in an order in which each of them succeeds. */
import { pem, sshKey } from "../../packages/services/test/certificates.ts";
import { metadataOf } from "../../packages/services/test/saml-metadata.ts";
import { policy } from "./policy.ts";

/** Stands for the id in the newest answer that has an element of the parameter's name. */
export const MADE = "made";

const account = "123456789012";
const managed = `arn:aws:iam::${account}:policy/Paper`;
const aws = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const PolicyDocument = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
const AssumeRolePolicyDocument = policy({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const saml = { SAMLProviderArn: `arn:aws:iam::${account}:saml-provider/Corp` };
const oidc = { OpenIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/idp.example.com` };
const tag = { "Tags.member.1.Key": "team", "Tags.member.1.Value": "blue" };
const untag = { "TagKeys.member.1": "team" };
const user = { UserName: "Uma" };
const group = { GroupName: "Group" };
const role = { RoleName: "Role" };
const profile = { InstanceProfileName: "Profile" };
const device = { SerialNumber: `arn:aws:iam::${account}:mfa/Phone` };
const inline = { PolicyName: "Inline" };
const delegation = { DelegationRequestId: MADE };
/** What a partner asks for. */
export const delegationAsked = {
  Description: "Sets the product up.",
  "Permissions.PolicyTemplateArn": "arn:aws:iam:::delegation-template/set-up",
  NotificationChannel: `arn:aws:sns:us-east-1:${account}:delegations`,
  SessionDuration: "3600",
};
/** What the operator registers before that. */
export const delegationTemplate = {
  Name: "set-up",
  RequestorAccountId: account,
  RequestorName: "Example Partner",
  Policy: PolicyDocument,
};

/** Before a number: the code that the MFA device shows which was made, so many steps of 30 seconds later. */
export const CODE = "code ";
const code = (later: number): string => CODE + later;
const site = { ServerCertificateName: "Site" };
const certificate = { ...user, CertificateId: MADE };
const sshPublicKey = { ...user, SSHPublicKeyId: MADE };
const credential = { ...user, ServiceSpecificCredentialId: MADE };

/** Those whose change is one of the installation, while the event is the account's. */
export const ofInstallation: ReadonlySet<string> = new Set([
  "AcceptDelegationRequest",
  "AssociateDelegationRequest",
  "CreateAccountAlias",
  "CreateDelegationRequest",
  "DeleteAccountAlias",
  "DisableOutboundWebIdentityFederation",
  "EnableOutboundWebIdentityFederation",
  "RejectDelegationRequest",
  "SendDelegationToken",
  "UpdateDelegationRequest",
]);

/** Operations that can succeed in no account: there are no organizations, and no security keys that are hardware. */
export const refused: ReadonlySet<string> = new Set([
  "DisableOrganizationsRootCredentialsManagement",
  "DisableOrganizationsRootSessions",
  "EnableOrganizationsRootCredentialsManagement",
  "EnableOrganizationsRootSessions",
  "GetMFADevice",
  "ListOrganizationsFeatures",
]);

/** What only a user may do is done by the one that the key was made for; all else by root. */
export const BY_MADE_KEY = "by-made-key";

export const changes: readonly (readonly [
  action: string,
  parameters: Readonly<Record<string, string>>,
  by?: typeof BY_MADE_KEY,
])[] = [
  ["CreateUser", user],
  ["CreateGroup", group],
  ["CreateRole", { ...role, AssumeRolePolicyDocument }],
  ["CreateInstanceProfile", profile],
  ["CreatePolicy", { PolicyName: "Paper", PolicyDocument }],
  ["CreatePolicyVersion", { PolicyArn: managed, PolicyDocument }],
  ["SetDefaultPolicyVersion", { PolicyArn: managed, VersionId: "v2" }],
  ["DeletePolicyVersion", { PolicyArn: managed, VersionId: "v1" }],
  ["CreateServiceLinkedRole", { AWSServiceName: "ecs.amazonaws.com" }],
  ["DeleteServiceLinkedRole", { RoleName: "AWSServiceRoleForECS" }],
  ["CreateSAMLProvider", { Name: "Corp", SAMLMetadataDocument: metadataOf() }],
  ["UpdateSAMLProvider", { ...saml, AssertionEncryptionMode: "Allowed" }],
  ["TagSAMLProvider", { ...saml, ...tag }],
  ["UntagSAMLProvider", { ...saml, ...untag }],
  ["DeleteSAMLProvider", saml],
  ["CreateOpenIDConnectProvider", { Url: "https://idp.example.com" }],
  ["AddClientIDToOpenIDConnectProvider", { ...oidc, ClientID: "app" }],
  ["RemoveClientIDFromOpenIDConnectProvider", { ...oidc, ClientID: "app" }],
  ["UpdateOpenIDConnectProviderThumbprint", { ...oidc, "ThumbprintList.member.1": "a".repeat(40) }],
  ["TagOpenIDConnectProvider", { ...oidc, ...tag }],
  ["UntagOpenIDConnectProvider", { ...oidc, ...untag }],
  ["CreateVirtualMFADevice", { VirtualMFADeviceName: "Phone" }],
  ["TagMFADevice", { ...device, ...tag }],
  ["UntagMFADevice", { ...device, ...untag }],
  ["EnableMFADevice", { ...user, ...device, AuthenticationCode1: code(-1), AuthenticationCode2: code(0) }],
  ["ResyncMFADevice", { ...user, ...device, AuthenticationCode1: code(1), AuthenticationCode2: code(2) }],
  ["DeactivateMFADevice", { ...user, ...device }],
  ["DeleteVirtualMFADevice", device],
  ["CreateAccessKey", user],
  ["CreateLoginProfile", { ...user, Password: "Tulip-1953" }],
  ["UpdateAccountPasswordPolicy", { AllowUsersToChangePassword: "true" }],
  ["ChangePassword", { OldPassword: "Tulip-1953", NewPassword: "Violet-1955" }, BY_MADE_KEY],
  ["UpdateLoginProfile", { ...user, Password: "Crocus-1954" }],
  ["DeleteLoginProfile", user],
  ["DeleteAccountPasswordPolicy", {}],
  ["UpdateAccessKey", { ...user, AccessKeyId: MADE, Status: "Inactive" }],
  ["UploadSigningCertificate", { ...user, CertificateBody: pem("leaf.cert.pem") }],
  ["UpdateSigningCertificate", { ...certificate, Status: "Inactive" }],
  ["UploadSSHPublicKey", { ...user, SSHPublicKeyBody: sshKey(1) }],
  ["UpdateSSHPublicKey", { ...sshPublicKey, Status: "Inactive" }],
  ["CreateServiceSpecificCredential", { ...user, ServiceName: "codecommit.amazonaws.com" }],
  ["ResetServiceSpecificCredential", credential],
  ["UpdateServiceSpecificCredential", { ...credential, Status: "Inactive" }],
  [
    "UploadServerCertificate",
    { ...site, CertificateBody: pem("leaf.cert.pem"), PrivateKey: pem("leaf.sec1.pem") },
  ],
  ["UpdateServerCertificate", { ...site, NewPath: "/cloudfront/" }],
  ["TagServerCertificate", { ...site, ...tag }],
  ["UntagServerCertificate", { ...site, ...untag }],
  ["DeleteServerCertificate", site],
  ["TagUser", { ...user, ...tag }],
  ["TagRole", { ...role, ...tag }],
  ["TagPolicy", { PolicyArn: managed, ...tag }],
  ["TagInstanceProfile", { ...profile, ...tag }],
  ["UntagUser", { ...user, ...untag }],
  ["UntagRole", { ...role, ...untag }],
  ["UntagPolicy", { PolicyArn: managed, ...untag }],
  ["UntagInstanceProfile", { ...profile, ...untag }],
  ["AddUserToGroup", { ...user, ...group }],
  ["AddRoleToInstanceProfile", { ...role, ...profile }],
  ["AttachUserPolicy", { ...user, PolicyArn: managed }],
  ["AttachGroupPolicy", { ...group, PolicyArn: aws }],
  ["AttachRolePolicy", { ...role, PolicyArn: managed }],
  ["PutUserPolicy", { ...user, ...inline, PolicyDocument }],
  ["PutGroupPolicy", { ...group, ...inline, PolicyDocument }],
  ["PutRolePolicy", { ...role, ...inline, PolicyDocument }],
  ["PutUserPermissionsBoundary", { ...user, PermissionsBoundary: managed }],
  ["PutRolePermissionsBoundary", { ...role, PermissionsBoundary: aws }],
  ["UpdateAssumeRolePolicy", { ...role, PolicyDocument: AssumeRolePolicyDocument }],
  ["UpdateRole", { ...role, MaxSessionDuration: "7200" }],
  ["UpdateRoleDescription", { ...role, Description: "For machines" }],
  ["UpdateUser", { ...user, NewPath: "/people/" }],
  ["UpdateGroup", { ...group, NewPath: "/people/" }],
  ["DeleteUserPermissionsBoundary", user],
  ["DeleteRolePermissionsBoundary", role],
  ["DeleteUserPolicy", { ...user, ...inline }],
  ["DeleteGroupPolicy", { ...group, ...inline }],
  ["DeleteRolePolicy", { ...role, ...inline }],
  ["DetachUserPolicy", { ...user, PolicyArn: managed }],
  ["DetachGroupPolicy", { ...group, PolicyArn: aws }],
  ["DetachRolePolicy", { ...role, PolicyArn: managed }],
  ["RemoveRoleFromInstanceProfile", { ...role, ...profile }],
  ["RemoveUserFromGroup", { ...user, ...group }],
  ["DeleteAccessKey", { ...user, AccessKeyId: MADE }],
  ["DeleteSigningCertificate", certificate],
  ["DeleteSSHPublicKey", sshPublicKey],
  ["DeleteServiceSpecificCredential", credential],
  ["DeleteInstanceProfile", profile],
  ["DeleteOpenIDConnectProvider", oidc],
  ["DeletePolicy", { PolicyArn: managed }],
  ["DeleteRole", role],
  ["DeleteGroup", group],
  ["DeleteUser", user],
  ["CreateAccountAlias", { AccountAlias: "example-corporation" }],
  ["DeleteAccountAlias", { AccountAlias: "example-corporation" }],
  ["EnableOutboundWebIdentityFederation", {}],
  ["DisableOutboundWebIdentityFederation", {}],
  ["RejectDelegationRequest", delegation],
  ["CreateDelegationRequest", { ...delegationAsked, RequestorWorkflowId: "second" }],
  ["AssociateDelegationRequest", delegation],
  ["UpdateDelegationRequest", { ...delegation, Notes: "Please." }],
  ["AcceptDelegationRequest", delegation],
  ["SendDelegationToken", delegation],
  ["SetSecurityTokenServicePreferences", { GlobalEndpointTokenVersion: "v1Token" }],
];
