import type { ServiceTable } from "../framework/registry.ts";
import { accessKeys } from "./access-keys/index.ts";
import { account } from "./account/index.ts";
import { aliases } from "./aliases/index.ts";
import { attachments } from "./attachments/index.ts";
import { boundaries } from "./boundaries/index.ts";
import { delegation } from "./delegation/index.ts";
import { groups } from "./groups/index.ts";
import { inlinePolicies } from "./inline-policies/index.ts";
import { instanceProfiles } from "./instance-profiles/index.ts";
import { mfa } from "./mfa/index.ts";
import { notOfferedHere } from "./not-offered.table.ts";
import { oidcProviders } from "./oidc-providers/index.ts";
import { organizationsFeatures } from "./organizations-features/index.ts";
import { outboundFederation } from "./outbound-federation/index.ts";
import { passwords } from "./passwords/index.ts";
import { policies } from "./policies/index.ts";
import { reports } from "./reports/index.ts";
import { roles } from "./roles/index.ts";
import { samlProviders } from "./saml-providers/index.ts";
import { serverCertificates } from "./server-certificates/index.ts";
import { serviceCredentials } from "./service-credentials/index.ts";
import { serviceLinkedRoles } from "./service-linked-roles/index.ts";
import { signingCertificates } from "./signing-certificates/index.ts";
import { simulation } from "./simulation/index.ts";
import { sshPublicKeys } from "./ssh-public-keys/index.ts";
import { users } from "./users/index.ts";

/** Every operation of IAM: the compiler proves that none is forgotten. */
export const iam: ServiceTable<"iam"> = {
  ...accessKeys,
  ...account,
  ...aliases,
  ...attachments,
  ...boundaries,
  ...delegation,
  ...groups,
  ...inlinePolicies,
  ...instanceProfiles,
  ...oidcProviders,
  ...passwords,
  ...mfa,
  ...organizationsFeatures,
  ...outboundFederation,
  ...policies,
  ...reports,
  ...roles,
  ...serverCertificates,
  ...serviceCredentials,
  ...serviceLinkedRoles,
  ...signingCertificates,
  ...sshPublicKeys,
  ...samlProviders,
  ...simulation,
  ...users,
  ...notOfferedHere,
};
