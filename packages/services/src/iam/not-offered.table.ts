import { notOffered } from "../framework/operation.ts";

/** Operations of the model that this server does not have; the reason is what a caller reads. */
const organizations = notOffered("no organization is kept here, so no account is in one");
const delegation = notOffered(
  "delegation requests come from partners whose policy templates AWS has registered, and end in a token sent to a topic of SNS: neither is here",
);

export const notOfferedHere = {
  GenerateOrganizationsAccessReport: organizations,
  GetOrganizationsAccessReport: organizations,
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
