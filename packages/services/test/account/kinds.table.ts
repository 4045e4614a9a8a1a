import { permissionsBoundaries } from "./boundaries.ts";
import { accessKeys, serviceCredentials, signingCertificates, sshPublicKeys } from "./credentials.ts";
import { groups } from "./groups.ts";
import { instanceProfiles } from "./instance-profiles.ts";
import type { Kind } from "./kind.ts";
import { loginProfiles } from "./login-profiles.ts";
import { mfaDevices } from "./mfa-devices.ts";
import { oidcProviders } from "./oidc-providers.ts";
import { policies } from "./policies.ts";
import { roles } from "./roles.ts";
import { samlProviders } from "./saml-providers.ts";
import { serverCertificates } from "./server-certificates.ts";
import { serviceLinkedRoles } from "./service-linked-roles.ts";
import { settings } from "./settings.ts";
import { summary } from "./summary.ts";
import { tags } from "./tags.ts";
import { users } from "./users.ts";

/** In the order in which they are taken apart. */
export const kinds: readonly Kind[] = [
  instanceProfiles,
  accessKeys,
  signingCertificates,
  sshPublicKeys,
  serviceCredentials,
  loginProfiles,
  mfaDevices,
  users,
  groups,
  roles,
  policies,
  serviceLinkedRoles,
  oidcProviders,
  samlProviders,
  serverCertificates,
  settings,
  permissionsBoundaries,
  tags,
  summary,
];
