import { generateCredentialReport } from "./generate-credential-report.ts";
import { generateServiceLastAccessedDetails } from "./generate-service-last-accessed-details.ts";
import { getAccountAuthorizationDetails } from "./get-account-authorization-details.ts";
import { getCredentialReport } from "./get-credential-report.ts";
import { getServiceLastAccessedDetails } from "./get-service-last-accessed-details.ts";
import { getServiceLastAccessedDetailsWithEntities } from "./get-service-last-accessed-details-with-entities.ts";
import { listPoliciesGrantingServiceAccess } from "./list-policies-granting-service-access.ts";

export const reports = {
  GenerateCredentialReport: generateCredentialReport,
  GenerateServiceLastAccessedDetails: generateServiceLastAccessedDetails,
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
  GetCredentialReport: getCredentialReport,
  GetServiceLastAccessedDetails: getServiceLastAccessedDetails,
  GetServiceLastAccessedDetailsWithEntities: getServiceLastAccessedDetailsWithEntities,
  ListPoliciesGrantingServiceAccess: listPoliciesGrantingServiceAccess,
} as const;
