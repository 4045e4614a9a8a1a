import type { RealmState } from "./state.ts";

/**
 * IAM's default quotas. Policy sizes are counted without white space. `most` is what AWS raises one to for an account
 * that asks; the others it never changes.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * `name` is what LimitExceeded calls it: "Cannot exceed quota for <name>: <limit>".
 */
export const quotas = {
  users: { name: "UsersPerAccount", limit: 5000 },
  groups: { name: "GroupsPerAccount", limit: 300, most: 500 },
  roles: { name: "RolesPerAccount", limit: 1000, most: 5000 },
  policies: { name: "PoliciesPerAccount", limit: 1500, most: 5000 },
  instanceProfiles: { name: "InstanceProfilesPerAccount", limit: 1000, most: 5000 },
  oidcProviders: { name: "OpenIdConnectProvidersPerAccount", limit: 100 },
  clientIdsPerOidcProvider: { name: "ClientIdsPerOpenIdConnectProvider", limit: 100 },
  samlProviders: { name: "SAMLProvidersPerAccount", limit: 100 },
  groupsPerUser: { name: "GroupsPerUser", limit: 10 },
  accessKeysPerUser: { name: "AccessKeysPerUser", limit: 2 },
  signingCertificatesPerUser: { name: "CertificatesPerUser", limit: 2 },
  sshKeysPerUser: { name: "SSHPublicKeysPerUser", limit: 5 },
  serviceCredentialsPerUser: { name: "ContextSpecificCredentialsPerUserPerContext", limit: 2 },
  serverCertificates: { name: "ServerCertificatesPerAccount", limit: 20, most: 1000 },
  mfaDevicesPerUser: { name: "MFADevicesPerUser", limit: 8 },
  mfaDevices: { name: "MFADevicesPerAccount", limit: 5000 },
  policiesPerUser: { name: "PoliciesPerUser", limit: 10, most: 20 },
  policiesPerGroup: { name: "PoliciesPerGroup", limit: 10 },
  policiesPerRole: { name: "PoliciesPerRole", limit: 10, most: 25 },
  versionsPerPolicy: { name: "VersionsPerPolicy", limit: 5 },
  rolesPerInstanceProfile: { name: "InstanceSessionsPerInstanceProfile", limit: 1 },
  policySize: { name: "PolicySize", limit: 6144 },
  userInlineSize: { name: "UserPolicySize", limit: 2048 },
  groupInlineSize: { name: "GroupPolicySize", limit: 5120 },
  roleInlineSize: { name: "RolePolicySize", limit: 10240 },
  trustPolicySize: { name: "ACLSizePerRole", limit: 2048, most: 4096 },
  delegationRequests: { name: "DelegationRequestsPerAccount", limit: 1000 },
  tags: { name: "TagsPerResource", limit: 50 },
} as const;
export type QuotaName = keyof typeof quotas;

/** A quota that may be another one for an account. */
export type AdjustableQuota = {
  [Name in QuotaName]: (typeof quotas)[Name] extends { readonly most: number } ? Name : never;
}[QuotaName];

/** Of quotas that were adjusted for an account. */
export type AdjustedQuotas = { readonly [Name in AdjustableQuota]?: number };

/** The quota of the account of a realm: the default one, or what it was adjusted to, and never more than AWS gives. */
export function quotaOf(home: RealmState, name: QuotaName): number {
  const quota: { readonly limit: number; readonly most?: number } = quotas[name];
  if (quota.most === undefined) return quota.limit;
  const [account] = home.byId.account.values();
  return Math.min(account?.quotas?.[name as AdjustableQuota] ?? quota.limit, quota.most);
}
