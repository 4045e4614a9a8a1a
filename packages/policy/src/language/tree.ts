/** What a policy document says, after its grammar was checked. Offsets point into the text as submitted. */
import type { JsonObject } from "../text/json-nodes.ts";

/** A piece of text and where it stands (the opening quote). */
export interface Text {
  readonly value: string;
  readonly start: number;
}

export interface PatternList {
  /** Written as NotAction or NotResource. */
  readonly negated: boolean;
  readonly start: number;
  /** Those that are strings. */
  readonly values: readonly Text[];
  /** Nothing is listed, not even what cannot be read. */
  readonly empty: boolean;
}

export type PrincipalKey = "AWS" | "Service" | "Federated" | "CanonicalUser";

export interface PrincipalEntry {
  readonly key: PrincipalKey;
  readonly value: Text;
}

export interface PrincipalTree {
  /** Written as NotPrincipal. */
  readonly negated: boolean;
  readonly start: number;
  /** `"*"` without a map. */
  readonly everyone: boolean;
  readonly entries: readonly PrincipalEntry[];
}

export interface ConditionTree {
  readonly operator: Text;
  /** The key as written; undefined for an operator without any key. */
  readonly key: Text | undefined;
  readonly values: readonly Text[];
}

export interface StatementTree {
  readonly start: number;
  readonly end: number;
  readonly sid: Text | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principal: PrincipalTree | undefined;
  readonly action: PatternList;
  /** Undefined where the policy type leaves it out: every resource that the policy is on. */
  readonly resource: PatternList | undefined;
  readonly conditions: readonly ConditionTree[];
}

/** A statement as far as it can be read: what is missing or wrong is undefined, and was reported. */
export interface StatementDraft extends Omit<StatementTree, "effect" | "action"> {
  readonly effect: "Allow" | "Deny" | undefined;
  readonly action: PatternList | undefined;
  readonly node: JsonObject;
}

export interface PolicyTree {
  readonly version: Text | undefined;
  /** `${…}` means something: the version is 2012-10-17. */
  readonly variables: boolean;
  readonly statements: readonly StatementTree[];
}
