import { quotas } from "@portcullis/directory";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { keysOf } from "../access-keys/keys-of.ts";
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
        UsersQuota: quotas.users.limit,
        Groups: byId.group.size,
        GroupsQuota: quotas.groups.limit,
        GroupsPerUserQuota: quotas.groupsPerUser.limit,
        Roles: byId.role.size,
        RolesQuota: quotas.roles.limit,
        Policies: byId.policy.size,
        PoliciesQuota: quotas.policies.limit,
        PolicySizeQuota: quotas.policySize.limit,
        PolicyVersionsInUse: versions,
        PolicyVersionsInUseQuota: POLICY_VERSIONS_IN_USE,
        VersionsPerPolicyQuota: quotas.versionsPerPolicy.limit,
        AttachedPoliciesPerUserQuota: quotas.policiesPerUser.limit,
        AttachedPoliciesPerRoleQuota: quotas.policiesPerRole.limit,
        AttachedPoliciesPerGroupQuota: quotas.policiesPerGroup.limit,
        UserPolicySizeQuota: quotas.userInlineSize.limit,
        RolePolicySizeQuota: quotas.roleInlineSize.limit,
        GroupPolicySizeQuota: quotas.groupInlineSize.limit,
        AssumeRolePolicySizeQuota: quotas.trustPolicySize.limit,
        InstanceProfiles: byId["instance-profile"].size,
        InstanceProfilesQuota: quotas.instanceProfiles.limit,
        ServerCertificates: byId["server-certificate"].size,
        ServerCertificatesQuota: quotas.serverCertificates.limit,
        SigningCertificatesPerUserQuota: quotas.signingCertificatesPerUser.limit,
        AccessKeysPerUserQuota: quotas.accessKeysPerUser.limit,
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
