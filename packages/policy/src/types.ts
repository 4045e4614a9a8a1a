/** The final interface of the engine: what goes into a decision and what comes out. */

export const policyTypes = [
  "identity",
  "resource",
  "trust",
  "boundary",
  "session",
  "scp",
  "rcp",
  "endpoint",
  "key",
] as const;

/** What a document is for; it decides which elements are allowed and how the layer combines. */
export type PolicyType = (typeof policyTypes)[number];

/** Where a document came from, as explanations name it. */
export interface PolicySource {
  /** Policy name as its holder knows it; for a trust policy the role's name. */
  readonly name: string;
  /** ARN of a managed policy; inline, trust and session documents have none. */
  readonly arn?: string;
}

/** A document as it is kept: the bytes that were submitted, and what was resolved when it was saved. */
export interface SourceDocument {
  readonly source: PolicySource;
  readonly text: string;
  /**
   * Principals of IAM users and roles that were resolved to unique ids when the document was saved
   * (ARN as written → AIDA…/AROA…). A principal listed here matches by id alone, so that an entity which is
   * deleted and made again under the same name regains nothing.
   */
  readonly principalIds?: Readonly<Record<string, string>>;
}

/** Who asks. `id` is the unique id of the user or role; account numbers are 12 digits. */
export type Principal =
  | { readonly kind: "root"; readonly arn: string; readonly account: string }
  | { readonly kind: "user"; readonly arn: string; readonly account: string; readonly id: string }
  | {
      readonly kind: "role-session";
      /** arn:P:sts::A:assumed-role/Role/Session */
      readonly arn: string;
      /** arn:P:iam::A:role/path/Role */
      readonly roleArn: string;
      readonly account: string;
      /** The role's unique id (AROA…), without the session name. */
      readonly id: string;
    }
  | {
      readonly kind: "federated-user";
      /** arn:P:sts::A:federated-user/Name */
      readonly arn: string;
      /** ARN of the IAM user (or of the account's root) that called GetFederationToken. */
      readonly userArn: string;
      readonly account: string;
      readonly id: string;
    }
  | { readonly kind: "anonymous" }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "web-identity" | "saml"; readonly provider: string };

/** The value of a context key that whoever asks did not look up. */
export const UNKNOWN: unique symbol = Symbol("unknown");
export type ContextValue = readonly string[] | typeof UNKNOWN | undefined;

/**
 * Context keys, asked for one at a time so that only keys which a policy names are ever worked out.
 * `key` is lower case. A list is present (`[]`: present without values), `undefined` is absent, UNKNOWN is
 * "not looked up". INVARIANT: the same key gives an equal answer for as long as the decision lasts.
 */
export interface Context {
  get(key: string): ContextValue;
}

export interface Request {
  readonly principal: Principal;
  /** As the service names it: `iam:CreateUser`. */
  readonly action: string;
  /** The resource and the account that owns it. `account` undefined: no owner is known, and nothing is allowed. */
  readonly resource: { readonly arn: string; readonly account: string | undefined };
  readonly context: Context;
}

/** The policies of one holder, compiled. Made by `compile` only. */
export interface PolicySet {
  readonly type: PolicyType;
  /** Compared whole where sets are shared by content. */
  readonly documents: readonly SourceDocument[];
}

/** One node of the organization's tree; the sets attached to it add up. Levels run from the root to the account. */
export type Level = readonly PolicySet[];

/** Everything that is looked at for one decision. An absent layer does not apply. */
export interface Layers {
  /** The user's own, then its groups'; or the role's own. */
  readonly identity: readonly PolicySet[];
  readonly boundary?: PolicySet;
  /** Present where session policies were passed: the union of inline and managed ones. */
  readonly session?: PolicySet;
  /**
   * The session policy is that of a delegation, and limits even what the policy of a resource grants to the very user,
   * root or session that delegated.
   */
  readonly delegated?: boolean;
  /** The policy on the resource: a trust policy for sts:AssumeRole*, a key policy for kms:*. */
  readonly resource?: PolicySet;
  readonly scps: readonly Level[];
  readonly rcps: readonly Level[];
  readonly endpoint?: PolicySet;
}

export type LayerName =
  | "identity"
  | "boundary"
  | "session"
  | "resource"
  | "trust"
  | "scp"
  | "rcp"
  | "endpoint";

export type Outcome = "Allow" | "ExplicitDeny" | "ImplicitDeny";

/**
 * A statement of a compiled set: which document, and its position there (0-based). −1 stands for a whole document
 * that could not be understood, and that denies everything.
 */
export interface StatementRef {
  readonly document: SourceDocument;
  readonly index: number;
  readonly sid: string | undefined;
}

export interface Decision {
  readonly outcome: Outcome;
  /** The layer that denied, explicitly or for want of an allow; undefined for an allow. */
  readonly layer: LayerName | undefined;
  /** The statement that decided: the deny, or the allow. */
  readonly statement: StatementRef | undefined;
  /** Keys (lower case) that were unknown and whose values could turn the outcome; only ever with a denial. */
  readonly unknownKeys: readonly string[];
}

/** The part of a statement that did not match. */
export type StatementPart = "principal" | "action" | "resource" | "condition";

export interface StatementReport {
  readonly layer: LayerName;
  readonly statement: StatementRef;
  readonly effect: "Allow" | "Deny";
  readonly matched: boolean;
  /** Where it did not match: the first part that failed, and for a condition its operator and key. */
  readonly failed?: { readonly part: StatementPart; readonly detail: string };
  /** 1-based, in the document as submitted. */
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export interface Explanation extends Decision {
  readonly statements: readonly StatementReport[];
  /** Each layer that applies, with its own result. */
  readonly layers: readonly { readonly layer: LayerName; readonly outcome: Outcome }[];
  /**
   * AWS's reason for a denial, without the leading "User: … is not authorized …":
   * `because no identity-based policy allows the iam:CreateUser action`; empty for an allow.
   * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
   */
  readonly reason: string;
}
