/**
 * IAM's default quotas. Policy sizes are counted without white space.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * `name` is what LimitExceeded calls it: "Cannot exceed quota for <name>: <limit>".
 */
export const quotas = {
  users: { name: "UsersPerAccount", limit: 5000 },
  groups: { name: "GroupsPerAccount", limit: 300 },
  roles: { name: "RolesPerAccount", limit: 1000 },
  policies: { name: "PoliciesPerAccount", limit: 1500 },
  instanceProfiles: { name: "InstanceProfilesPerAccount", limit: 1000 },
  oidcProviders: { name: "OpenIdConnectProvidersPerAccount", limit: 100 },
  clientIdsPerOidcProvider: { name: "ClientIdsPerOpenIdConnectProvider", limit: 100 },
  samlProviders: { name: "SAMLProvidersPerAccount", limit: 100 },
  groupsPerUser: { name: "GroupsPerUser", limit: 10 },
  accessKeysPerUser: { name: "AccessKeysPerUser", limit: 2 },
  signingCertificatesPerUser: { name: "CertificatesPerUser", limit: 2 },
  sshKeysPerUser: { name: "SSHPublicKeysPerUser", limit: 5 },
  serviceCredentialsPerUser: { name: "ContextSpecificCredentialsPerUserPerContext", limit: 2 },
  serverCertificates: { name: "ServerCertificatesPerAccount", limit: 20 },
  mfaDevicesPerUser: { name: "MFADevicesPerUser", limit: 8 },
  mfaDevices: { name: "MFADevicesPerAccount", limit: 5000 },
  policiesPerUser: { name: "PoliciesPerUser", limit: 10 },
  policiesPerGroup: { name: "PoliciesPerGroup", limit: 10 },
  policiesPerRole: { name: "PoliciesPerRole", limit: 10 },
  versionsPerPolicy: { name: "VersionsPerPolicy", limit: 5 },
  rolesPerInstanceProfile: { name: "InstanceSessionsPerInstanceProfile", limit: 1 },
  policySize: { name: "PolicySize", limit: 6144 },
  userInlineSize: { name: "UserPolicySize", limit: 2048 },
  groupInlineSize: { name: "GroupPolicySize", limit: 5120 },
  roleInlineSize: { name: "RolePolicySize", limit: 10240 },
  trustPolicySize: { name: "ACLSizePerRole", limit: 2048 },
  delegationRequests: { name: "DelegationRequestsPerAccount", limit: 1000 },
  tags: { name: "TagsPerResource", limit: 50 },
} as const;
export type QuotaName = keyof typeof quotas;
