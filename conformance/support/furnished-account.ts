/** An account in which every list has two entries or more. */
import { pem, sshKey } from "../../packages/services/test/certificates.ts";
import { metadataOf } from "../../packages/services/test/saml-metadata.ts";
import { type Calls, done } from "./calls.ts";
import { phoneIn } from "./phone.ts";
import { policy } from "./policy.ts";

const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });

/** Two or more of whatever can be listed. */
export async function furnish(by: Calls, account: string): Promise<void> {
  const trust = policy({ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" });
  const arn = `arn:aws:iam::${account}:policy/p0`;
  for (const at of ["0", "1", "2"]) {
    await done(by.iam("CreateUser", { UserName: `u${at}` }));
    await done(by.iam("CreateGroup", { GroupName: `g${at}` }));
    await done(by.iam("CreateRole", { RoleName: `r${at}`, AssumeRolePolicyDocument: trust }));
    await done(by.iam("CreateInstanceProfile", { InstanceProfileName: `i${at}` }));
    await done(by.iam("CreatePolicy", { PolicyName: `p${at}`, PolicyDocument: everything }));
  }
  const tags = (of: object) => ({
    ...of,
    ...Object.fromEntries(
      ["0", "1", "2"].flatMap((at) => [
        [`Tags.member.${Number(at) + 1}.Key`, `t${at}`],
        [`Tags.member.${Number(at) + 1}.Value`, at],
      ]),
    ),
  });
  await done(by.iam("CreatePolicyVersion", { PolicyArn: arn, PolicyDocument: everything }));
  for (const [type, name] of [
    ["User", "u0"],
    ["Group", "g0"],
    ["Role", "r0"],
  ] as const) {
    const of = { [`${type}Name`]: name };
    for (const at of ["0", "1"]) {
      await done(by.iam(`Put${type}Policy`, { ...of, PolicyName: `n${at}`, PolicyDocument: everything }));
      const PolicyArn = `arn:aws:iam::${account}:policy/p${at}`;
      await done(by.iam(`Attach${type}Policy`, { ...of, PolicyArn }));
    }
  }
  await done(by.iam("TagUser", tags({ UserName: "u0" })));
  await done(by.iam("TagRole", tags({ RoleName: "r0" })));
  await done(by.iam("TagPolicy", tags({ PolicyArn: arn })));
  await done(by.iam("TagInstanceProfile", tags({ InstanceProfileName: "i0" })));
  const saml = { Name: "Corp", SAMLMetadataDocument: metadataOf() };
  await done(by.iam("CreateSAMLProvider", tags(saml)));
  await done(by.iam("UpdateAccountPasswordPolicy", { PasswordReusePrevention: "3" }));
  await done(by.iam("CreateLoginProfile", { UserName: "u0", Password: "Tulip-1953" }));
  await done(by.iam("UpdateLoginProfile", { UserName: "u0", Password: "Crocus-1954" }));
  await done(by.iam("CreateOpenIDConnectProvider", tags({ Url: "https://idp.example.com" })));
  await done(by.iam("CreateAccountAlias", { AccountAlias: `alias-of-${account}` }));
  await done(by.iam("SetSecurityTokenServicePreferences", { GlobalEndpointTokenVersion: "v1Token" }));
  for (const GroupName of ["g0", "g1"]) await done(by.iam("AddUserToGroup", { GroupName, UserName: "u0" }));
  await done(by.iam("AddUserToGroup", { GroupName: "g0", UserName: "u1" }));
  for (const InstanceProfileName of ["i0", "i1"]) {
    await done(by.iam("AddRoleToInstanceProfile", { InstanceProfileName, RoleName: "r0" }));
  }
  for (const at of ["0", "1"]) {
    const name = { VirtualMFADeviceName: `d${at}` };
    const phone = phoneIn(await done(by.iam("CreateVirtualMFADevice", at === "0" ? tags(name) : name)));
    const SerialNumber = `arn:aws:iam::${account}:mfa/d${at}`;
    const codes = { AuthenticationCode1: phone.code(-1), AuthenticationCode2: phone.code() };
    await done(by.iam("EnableMFADevice", { UserName: "u0", SerialNumber, ...codes }));
  }
  for (const _ of [0, 1]) await done(by.iam("CreateAccessKey", { UserName: "u0" }));
  await furnishCredentials(by);
  await done(by.iam("TagServerCertificate", tags({ ServerCertificateName: "c0" })));
}

/** What services other than this one take. */
async function furnishCredentials(by: Calls): Promise<void> {
  const user = { UserName: "u0" };
  for (const [at, ServiceName] of ["codecommit.amazonaws.com", "bedrock.amazonaws.com"].entries()) {
    await done(by.iam("CreateServiceSpecificCredential", { ...user, ServiceName }));
    await done(by.iam("UploadSSHPublicKey", { ...user, SSHPublicKeyBody: sshKey(at) }));
  }
  for (const [at, name, key] of [
    [0, "leaf", "leaf.pkcs8"],
    [1, "rsa", "rsa.pkcs1"],
  ] as const) {
    const CertificateBody = pem(`${name}.cert.pem`);
    await done(by.iam("UploadSigningCertificate", { ...user, CertificateBody }));
    const ServerCertificateName = `c${at}`;
    const PrivateKey = pem(`${key}.pem`);
    await done(by.iam("UploadServerCertificate", { ServerCertificateName, CertificateBody, PrivateKey }));
  }
}

const simulated = { "ActionNames.member.1": "s3:GetObject", "ActionNames.member.2": "s3:PutObject" };

/** Every list that is offered, with what it lists. */
export const listsOf = (account: string): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  GetAccountAuthorizationDetails: {},
  GetGroup: { GroupName: "g0" },
  ListAccessKeys: { UserName: "u0" },
  ListAttachedGroupPolicies: { GroupName: "g0" },
  ListAttachedRolePolicies: { RoleName: "r0" },
  ListAttachedUserPolicies: { UserName: "u0" },
  ListEntitiesForPolicy: { PolicyArn: `arn:aws:iam::${account}:policy/p0` },
  ListGroupPolicies: { GroupName: "g0" },
  ListGroups: {},
  ListGroupsForUser: { UserName: "u0" },
  ListInstanceProfileTags: { InstanceProfileName: "i0" },
  ListInstanceProfiles: {},
  ListInstanceProfilesForRole: { RoleName: "r0" },
  ListOpenIDConnectProviderTags: {
    OpenIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/idp.example.com`,
  },
  ListMFADeviceTags: { SerialNumber: `arn:aws:iam::${account}:mfa/d0` },
  ListMFADevices: { UserName: "u0" },
  ListPolicies: { Scope: "Local" },
  ListPolicyTags: { PolicyArn: `arn:aws:iam::${account}:policy/p0` },
  ListPolicyVersions: { PolicyArn: `arn:aws:iam::${account}:policy/p0` },
  ListRolePolicies: { RoleName: "r0" },
  ListRoleTags: { RoleName: "r0" },
  ListRoles: {},
  ListSSHPublicKeys: { UserName: "u0" },
  ListServerCertificateTags: { ServerCertificateName: "c0" },
  ListServerCertificates: {},
  ListSigningCertificates: { UserName: "u0" },
  ListSAMLProviderTags: { SAMLProviderArn: `arn:aws:iam::${account}:saml-provider/Corp` },
  ListUserPolicies: { UserName: "u0" },
  ListUserTags: { UserName: "u0" },
  ListUsers: {},
  ListVirtualMFADevices: {},
  SimulateCustomPolicy: { ...simulated, "PolicyInputList.member.1": everything },
  SimulatePrincipalPolicy: { ...simulated, PolicySourceArn: `arn:aws:iam::${account}:user/u0` },
});
