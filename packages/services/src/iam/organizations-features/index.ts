import { ofOrganization } from "./organization.ts";

export const organizationsFeatures = {
  DisableOrganizationsRootCredentialsManagement: ofOrganization(
    "iam:DisableOrganizationsRootCredentialsManagement",
  ),
  DisableOrganizationsRootSessions: ofOrganization("iam:DisableOrganizationsRootSessions"),
  EnableOrganizationsRootCredentialsManagement: ofOrganization(
    "iam:EnableOrganizationsRootCredentialsManagement",
  ),
  EnableOrganizationsRootSessions: ofOrganization("iam:EnableOrganizationsRootSessions"),
  ListOrganizationsFeatures: ofOrganization("iam:ListOrganizationsFeatures"),
} as const;
