import type { Name } from "./effect.ts";

/** Operations that no call of `effects.table.ts` shows, each with the file that says what it does. */
export const shownElsewhere: Readonly<Partial<Record<Name, string>>> = {
  DisableOrganizationsRootCredentialsManagement: "iam-settings.test.ts",
  DisableOrganizationsRootSessions: "iam-settings.test.ts",
  EnableOrganizationsRootCredentialsManagement: "iam-settings.test.ts",
  EnableOrganizationsRootSessions: "iam-settings.test.ts",
  GenerateCredentialReport: "iam-reports.test.ts",
  GenerateServiceLastAccessedDetails: "iam-reports.test.ts",
  GetAccessKeyLastUsed: "iam-reports.test.ts",
  GetAccountAuthorizationDetails: "iam-reports.test.ts",
  GetContextKeysForCustomPolicy: "iam-simulation.test.ts",
  GetContextKeysForPrincipalPolicy: "iam-simulation.test.ts",
  GetCredentialReport: "iam-reports.test.ts",
  GetDelegationRequest: "iam-delegation.test.ts",
  GetHumanReadableSummary: "iam-delegation.test.ts",
  GetMFADevice: "iam-mfa.test.ts",
  GetSSHPublicKey: "iam-certificates.test.ts",
  GetServiceLastAccessedDetails: "iam-reports.test.ts",
  GetServiceLastAccessedDetailsWithEntities: "iam-reports.test.ts",
  GetServiceLinkedRoleDeletionStatus: "iam-providers.test.ts",
  ListOrganizationsFeatures: "iam-settings.test.ts",
  ListPoliciesGrantingServiceAccess: "iam-reports.test.ts",
  SimulateCustomPolicy: "iam-simulation.test.ts",
  SimulatePrincipalPolicy: "iam-simulation.test.ts",
};
