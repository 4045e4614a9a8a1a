import type { SetIndex } from "./index/set-index.ts";
import type { ActionTest } from "./match/action.ts";
import { bodyOf, type StatementBody } from "./statement-body.ts";
import type { PolicySet, PolicyType, SourceDocument, StatementRef } from "./types.ts";

/** A document of a set, and what its statements have in common. */
export interface CompiledDocument {
  readonly type: PolicyType;
  readonly document: SourceDocument;
  /** `${…}` means something. */
  readonly variables: boolean;
}

/**
 * A statement of a compiled set. Of its text it keeps the place, and what its actions are; the rest is made ready
 * when a request first asks for one of these actions. There are very many: it has no more fields than it needs.
 */
export interface CompiledStatement {
  readonly home: CompiledDocument;
  /** −1: the document could not be understood, and the statement matches every request. */
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  /** Offsets in the document; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Undefined at index −1. */
  readonly action: ActionTest | undefined;
  /** Filled by `bodyOf`. */
  body: StatementBody | undefined;
}

/** What `compile` makes of the documents of one holder. */
export interface CompiledSet {
  /** In the order of the documents. */
  readonly statements: readonly CompiledStatement[];
  readonly index: SetIndex;
}

const inside: unique symbol = Symbol("inside");

interface SealedSet extends PolicySet {
  readonly [inside]: CompiledSet;
}

export function seal(type: PolicyType, documents: readonly SourceDocument[], set: CompiledSet): PolicySet {
  const sealed: SealedSet = { type, documents, [inside]: set };
  return Object.freeze(sealed);
}

/** The inside of a set. One that `compile` did not make is a bug of the caller, not a policy without statements. */
export function insideOf(set: PolicySet): CompiledSet {
  const found = (set as Partial<SealedSet>)[inside];
  if (found === undefined) throw new TypeError("this policy set was not made by compile");
  return found;
}

export function refOf(statement: CompiledStatement): StatementRef {
  return { document: statement.home.document, index: statement.index, sid: bodyOf(statement).sid };
}
