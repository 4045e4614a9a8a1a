import type { Kind } from "./entities.ts";

/** An entity as JSON keeps it, without its kind and id. */
export type Body = Readonly<Record<string, unknown>>;

/** A change of shape, from one format to the next. Pure. */
export interface BodyStep {
  readonly forth: (older: Body) => Body;
  /**
   * Needed while the older format is written. undefined: the older one cannot hold this body, which only a release
   * that writes the newer one can have made; it stays in the newer, so that nothing of it is lost.
   */
  readonly back?: (newer: Body) => Body | undefined;
}

/** The formats of one kind. The first is 1; each step leads to one more, and the last is what the code works on. */
export interface BodyFormats {
  /** Several of the kind, for a sentence. */
  readonly many: string;
  /** What this release writes, where it can. 0: it reads the kind and makes none. */
  readonly written: number;
  readonly steps: readonly BodyStep[];
}

export type BodyTable = { readonly [K in Kind]: BodyFormats };

/**
 * The format in which bodies of each kind are kept.
 *
 * When a shape changes so that one release would misread the other's bodies, that takes two releases, so that two
 * neighbours can serve one database: the first one adds the step and goes on writing what the release before it
 * reads; the second one writes the new format. A new kind comes in the same two: first `written: 0`, then 1. A step
 * stays for good. A field that may be missing needs none of it, as long as a release that does not know it errs on no
 * side; it is carried along when such a release writes the entity again.
 */
export const bodyFormats: BodyTable = {
  user: { many: "users", written: 1, steps: [] },
  group: { many: "groups", written: 1, steps: [] },
  role: { many: "roles", written: 1, steps: [] },
  policy: { many: "policies", written: 1, steps: [] },
  "instance-profile": { many: "instance profiles", written: 1, steps: [] },
  "deletion-task": { many: "deletion tasks", written: 1, steps: [] },
  "oidc-provider": { many: "OpenID Connect providers", written: 1, steps: [] },
  "saml-provider": { many: "SAML providers", written: 1, steps: [] },
  "saml-key": { many: "private keys of SAML providers", written: 1, steps: [] },
  "access-key": { many: "access keys", written: 1, steps: [] },
  "signing-certificate": { many: "signing certificates", written: 1, steps: [] },
  "ssh-public-key": { many: "SSH public keys", written: 1, steps: [] },
  "server-certificate": { many: "server certificates", written: 1, steps: [] },
  "service-credential": { many: "service-specific credentials", written: 1, steps: [] },
  "login-profile": { many: "login profiles", written: 1, steps: [] },
  "password-policy": { many: "password policies", written: 1, steps: [] },
  "mfa-device": { many: "MFA devices", written: 1, steps: [] },
  account: { many: "accounts", written: 1, steps: [] },
  enrollment: { many: "enrollments", written: 1, steps: [] },
  "account-alias": { many: "account aliases", written: 1, steps: [] },
  "outbound-issuer": { many: "issuers of outbound tokens", written: 1, steps: [] },
  "outbound-key": { many: "keys of outbound tokens", written: 1, steps: [] },
  "delegation-template": { many: "delegation templates", written: 1, steps: [] },
  "delegation-request": { many: "delegation requests", written: 1, steps: [] },
};
