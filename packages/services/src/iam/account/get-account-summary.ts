import { quotaOf } from "@portcullis/directory";
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
        UsersQuota: quotaOf(call.home, "users"),
        Groups: byId.group.size,
        GroupsQuota: quotaOf(call.home, "groups"),
        GroupsPerUserQuota: quotaOf(call.home, "groupsPerUser"),
        Roles: byId.role.size,
        RolesQuota: quotaOf(call.home, "roles"),
        Policies: byId.policy.size,
        PoliciesQuota: quotaOf(call.home, "policies"),
        PolicySizeQuota: quotaOf(call.home, "policySize"),
        PolicyVersionsInUse: versions,
        PolicyVersionsInUseQuota: POLICY_VERSIONS_IN_USE,
        VersionsPerPolicyQuota: quotaOf(call.home, "versionsPerPolicy"),
        AttachedPoliciesPerUserQuota: quotaOf(call.home, "policiesPerUser"),
        AttachedPoliciesPerRoleQuota: quotaOf(call.home, "policiesPerRole"),
        AttachedPoliciesPerGroupQuota: quotaOf(call.home, "policiesPerGroup"),
        UserPolicySizeQuota: quotaOf(call.home, "userInlineSize"),
        RolePolicySizeQuota: quotaOf(call.home, "roleInlineSize"),
        GroupPolicySizeQuota: quotaOf(call.home, "groupInlineSize"),
        AssumeRolePolicySizeQuota: quotaOf(call.home, "trustPolicySize"),
        InstanceProfiles: byId["instance-profile"].size,
        InstanceProfilesQuota: quotaOf(call.home, "instanceProfiles"),
        ServerCertificates: byId["server-certificate"].size,
        ServerCertificatesQuota: quotaOf(call.home, "serverCertificates"),
        SigningCertificatesPerUserQuota: quotaOf(call.home, "signingCertificatesPerUser"),
        AccessKeysPerUserQuota: quotaOf(call.home, "accessKeysPerUser"),
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
