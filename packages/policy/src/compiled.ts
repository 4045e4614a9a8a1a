import type { ConditionTest } from "./condition/condition.ts";
import type { ActionTest } from "./match/action.ts";
import type { PrincipalTest } from "./match/principal.ts";
import type { ResourceTest } from "./match/resource.ts";
import type { ServiceIndex } from "./service-index.ts";
import type { Decision, PolicySet, StatementRef } from "./types.ts";

/** A statement ready to be matched; of its text it keeps the place only. */
export interface CompiledStatement {
  readonly ref: StatementRef;
  readonly effect: "Allow" | "Deny";
  /** Offsets in the document; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Undefined where the document could not be understood: the statement matches every request. */
  readonly body: StatementBody | undefined;
  /** The decision that this statement makes by itself, made once. */
  readonly decision: Decision;
}

export interface StatementBody {
  readonly action: ActionTest;
  /** Undefined: every resource that the policy is on. */
  readonly resource: ResourceTest | undefined;
  readonly principal: PrincipalTest | undefined;
  readonly conditions: readonly ConditionTest[];
}

/** What `compile` makes of the documents of one holder. */
export interface CompiledSet extends PolicySet {
  /** In the order of the documents. */
  readonly statements: readonly CompiledStatement[];
  readonly index: ServiceIndex;
}

const brand: unique symbol = Symbol("compiled");

export function seal(set: CompiledSet): PolicySet {
  return Object.freeze({ ...set, [brand]: true });
}

/** The inside of a set. One that `compile` did not make is a bug of the caller, not a policy without statements. */
export function insideOf(set: PolicySet): CompiledSet {
  if (!isCompiled(set)) throw new TypeError("this policy set was not made by compile");
  return set;
}

function isCompiled(set: PolicySet): set is CompiledSet {
  return brand in set;
}
