import { notOffered } from "../framework/operation.ts";

/** Operations of the model that this server does not have; the reason is what a caller reads. */
const serviceLinked = notOffered("service-linked roles are not made here");
const organizations = notOffered("no organization is kept here, so no account is in one");
const settings = notOffered("account settings are not kept here");
const delegation = notOffered("delegation requests are not kept here");

export const notOfferedHere = {
  CreateServiceLinkedRole: serviceLinked,
  DeleteServiceLinkedRole: serviceLinked,
  GetServiceLinkedRoleDeletionStatus: serviceLinked,
  GenerateOrganizationsAccessReport: organizations,
  GetOrganizationsAccessReport: organizations,
  CreateAccountAlias: settings,
  DeleteAccountAlias: settings,
  DisableOrganizationsRootCredentialsManagement: settings,
  DisableOrganizationsRootSessions: settings,
  DisableOutboundWebIdentityFederation: settings,
  EnableOrganizationsRootCredentialsManagement: settings,
  EnableOrganizationsRootSessions: settings,
  EnableOutboundWebIdentityFederation: settings,
  GetOutboundWebIdentityFederationInfo: settings,
  ListAccountAliases: settings,
  ListOrganizationsFeatures: settings,
  SetSecurityTokenServicePreferences: settings,
  AcceptDelegationRequest: delegation,
  AssociateDelegationRequest: delegation,
  CreateDelegationRequest: delegation,
  GetDelegationRequest: delegation,
  GetHumanReadableSummary: delegation,
  ListDelegationRequests: delegation,
  RejectDelegationRequest: delegation,
  SendDelegationToken: delegation,
  UpdateDelegationRequest: delegation,
} as const;
