import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { keysOf } from "../access-keys/keys-of.ts";
import { quotaLimit } from "../limits.ts";
import { devicesOf } from "../mfa/devices-of.ts";
import { ownedBy } from "../owned.ts";

/**
 * Entities and quotas of the account. Root has no password here, so that one is zero.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
export const getAccountSummary = operation("iam:GetAccountSummary", {
  run(call) {
    const { byId, indexes } = call.home;
    let versions = 0;
    for (const policy of byId.policy.values()) versions += policy.versions.length;
    return answer({
      SummaryMap: {
        Users: byId.user.size,
        UsersQuota: quotaLimit("users"),
        Groups: byId.group.size,
        GroupsQuota: quotaLimit("groups"),
        GroupsPerUserQuota: quotaLimit("groupsPerUser"),
        Roles: byId.role.size,
        RolesQuota: quotaLimit("roles"),
        Policies: byId.policy.size,
        PoliciesQuota: quotaLimit("policies"),
        PolicySizeQuota: quotaLimit("policySize"),
        PolicyVersionsInUse: versions,
        PolicyVersionsInUseQuota: POLICY_VERSIONS_IN_USE,
        VersionsPerPolicyQuota: quotaLimit("versionsPerPolicy"),
        AttachedPoliciesPerUserQuota: quotaLimit("policiesPerUser"),
        AttachedPoliciesPerRoleQuota: quotaLimit("policiesPerRole"),
        AttachedPoliciesPerGroupQuota: quotaLimit("policiesPerGroup"),
        UserPolicySizeQuota: quotaLimit("userInlineSize"),
        RolePolicySizeQuota: quotaLimit("roleInlineSize"),
        GroupPolicySizeQuota: quotaLimit("groupInlineSize"),
        AssumeRolePolicySizeQuota: quotaLimit("trustPolicySize"),
        InstanceProfiles: byId["instance-profile"].size,
        InstanceProfilesQuota: quotaLimit("instanceProfiles"),
        ServerCertificates: byId["server-certificate"].size,
        ServerCertificatesQuota: quotaLimit("serverCertificates"),
        SigningCertificatesPerUserQuota: quotaLimit("signingCertificatesPerUser"),
        AccessKeysPerUserQuota: quotaLimit("accessKeysPerUser"),
        Providers: byId["oidc-provider"].size + byId["saml-provider"].size,
        MFADevices: byId["mfa-device"].size,
        MFADevicesInUse: indexes.devicesByOwner.size,
        AccountMFAEnabled: Math.min(1, devicesOf(call.home, call.account).length),
        AccountAccessKeysPresent: Math.min(1, keysOf(call.home, call.account).length),
        AccountPasswordPresent: 0,
        AccountSigningCertificatesPresent: Math.min(
          1,
          ownedBy(call.home, "signing-certificate", call.account).length,
        ),
        GlobalEndpointTokenVersion: byId.account.get(call.account)?.globalEndpointVersion ?? 2,
      },
    });
  },
});

const POLICY_VERSIONS_IN_USE = 10_000;
