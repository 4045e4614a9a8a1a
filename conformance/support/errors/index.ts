import { account } from "./account.table.ts";
import { credentials } from "./credentials.table.ts";
import { delegation } from "./delegation.table.ts";
import { groups } from "./groups.table.ts";
import { instanceProfiles } from "./instance-profiles.table.ts";
import { mfa } from "./mfa.table.ts";
import { oidcProviders } from "./oidc-providers.table.ts";
import { passwords } from "./passwords.table.ts";
import { policies } from "./policies.table.ts";
import { reports } from "./reports.table.ts";
import { rolePolicies } from "./role-policies.table.ts";
import { roles } from "./roles.table.ts";
import type { ErrorTable } from "./row.ts";
import { samlProviders } from "./saml-providers.table.ts";
import { serverCertificates } from "./server-certificates.table.ts";
import { users } from "./users.table.ts";

/** No operation is in two of them. */
export const families = {
  account,
  credentials,
  delegation,
  groups,
  instanceProfiles,
  mfa,
  oidcProviders,
  passwords,
  policies,
  reports,
  rolePolicies,
  roles,
  samlProviders,
  serverCertificates,
  users,
};

/** Every error of every operation that is offered: the compiler proves that none is forgotten. */
export const errorTable: ErrorTable = {
  ...account,
  ...credentials,
  ...delegation,
  ...groups,
  ...instanceProfiles,
  ...mfa,
  ...oidcProviders,
  ...passwords,
  ...policies,
  ...reports,
  ...rolePolicies,
  ...roles,
  ...samlProviders,
  ...serverCertificates,
  ...users,
};
