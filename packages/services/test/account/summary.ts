import { type Kind, read } from "./kind.ts";

/** What GetAccountSummary counts. */
export const summary: Kind = {
  commands: [],
  reads: [
    read(
      "iam:GetAccountSummary",
      {},
      ({ SummaryMap: map = {} }) => ({
        Users: map.Users,
        Groups: map.Groups,
        Roles: map.Roles,
        Policies: map.Policies,
        PolicyVersionsInUse: map.PolicyVersionsInUse,
        InstanceProfiles: map.InstanceProfiles,
        ServerCertificates: map.ServerCertificates,
        Providers: map.Providers,
        MFADevices: map.MFADevices,
        MFADevicesInUse: map.MFADevicesInUse,
      }),
      (model) => ({
        Users: model.users.size,
        Groups: model.groups.size,
        Roles: model.roles.size + model.linked.size,
        Policies: model.policies.size,
        PolicyVersionsInUse: total([...model.policies.values()].map(({ versions }) => versions.size)),
        InstanceProfiles: model.profiles.size,
        ServerCertificates: model.serverCertificates.size,
        Providers: model.oidc.size + model.saml.size,
        MFADevices: model.devices.size,
        MFADevicesInUse: total([...model.users.values()].map(({ devices }) => devices.size)),
      }),
    ),
  ],
  clearing: () => [],
};

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
