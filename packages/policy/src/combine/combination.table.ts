import type { NAMED } from "../match/principal.ts";
import type { Principal } from "../types.ts";

export type PrincipalKind = Principal["kind"];
export type Naming = keyof typeof NAMED;

/**
 * How far an Allow in the policy of a resource goes, for a caller of the resource's own account.
 * "delegates": the caller's own policies must allow as well. "identity": they need not, but boundary and session
 * policy still limit. "alone": only explicit denies and guardrails count. Ordered from narrow to wide.
 */
export const REACH = { none: 0, delegates: 1, identity: 2, alone: 3 } as const;
export type Reach = keyof typeof REACH;

/**
 * What it does to be named in a certain way; what is left out does nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const REACH_OF: Readonly<Record<PrincipalKind, Readonly<Partial<Record<Naming, Reach>>>>> = {
  user: { everyone: "alone", account: "delegates", user: "alone" },
  "role-session": { everyone: "alone", account: "delegates", role: "identity", session: "alone" },
  // Here `user` is the IAM user behind the session, `session` the federated user itself.
  "federated-user": { everyone: "alone", account: "delegates", user: "identity", session: "alone" },
  root: { everyone: "alone", account: "alone" },
  anonymous: { everyone: "alone" },
  service: { everyone: "alone", service: "alone" },
  // Who signs in through a provider is named by the provider, never by `*`.
  "web-identity": { provider: "alone" },
  saml: { provider: "alone" },
};

/** In a role's trust policy `*` means the principals of accounts: nobody else assumes a role by it. */
export const NOT_EVERYONE_IN_TRUST: Readonly<Record<PrincipalKind, boolean>> = {
  user: false,
  "role-session": false,
  "federated-user": false,
  root: false,
  anonymous: true,
  service: true,
  "web-identity": true,
  saml: true,
};

/** What stands on the caller's side. */
export interface CallerRow {
  /** "policies" must allow; "implicit": the root user may do everything; "none": there is no account. */
  readonly identity: "policies" | "implicit" | "none";
  /** Without a session policy a session from GetFederationToken has no permissions. */
  readonly sessionPolicy: "optional" | "required";
  /** Service control policies bind principals of member accounts, the root user among them. */
  readonly scp: boolean;
}

const account: CallerRow = { identity: "policies", sessionPolicy: "optional", scp: true };
const noAccount: CallerRow = { identity: "none", sessionPolicy: "optional", scp: false };

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export const CALLERS: Readonly<Record<PrincipalKind, CallerRow>> = {
  user: account,
  "role-session": account,
  "federated-user": { ...account, sessionPolicy: "required" },
  root: { ...account, identity: "implicit" },
  anonymous: noAccount,
  service: noAccount,
  "web-identity": noAccount,
  saml: noAccount,
};

/** Where the caller stands to the resource. */
export type Relation = "same-account" | "cross-account" | "no-account";

/**
 * Which sides must allow. "either": an Allow of the resource can stand in for the caller's, as far as it reaches.
 * "resource-first": the policy of the resource must allow, and says whether the caller's policies count.
 */
export type Demand = "either" | "resource-first" | "both" | "resource";

/**
 * A role's trust policy and a key policy are the root of trust for what they are on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export const DEMANDS: Readonly<Record<Relation, Readonly<Record<"ordinary" | "root-of-trust", Demand>>>> = {
  "same-account": { ordinary: "either", "root-of-trust": "resource-first" },
  "cross-account": { ordinary: "both", "root-of-trust": "both" },
  "no-account": { ordinary: "resource", "root-of-trust": "resource" },
};
