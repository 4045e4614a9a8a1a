import { getAccountAuthorizationDetails } from "./get-account-authorization-details.ts";
import { listPoliciesGrantingServiceAccess } from "./list-policies-granting-service-access.ts";

export const reports = {
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
  ListPoliciesGrantingServiceAccess: listPoliciesGrantingServiceAccess,
} as const;
