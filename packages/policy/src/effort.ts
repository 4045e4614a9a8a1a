import { type CompiledStatement, insideOf } from "./compiled.ts";
import { type ActionPattern, actionMatches } from "./match/action.ts";
import { readAgain } from "./statement-body.ts";
import { lowerAscii } from "./text/ascii.ts";
import type { PolicySet } from "./types.ts";

/** What `explain` has to look at for one action. */
export interface Effort {
  readonly statements: number;
  /** Actions of all statements that are spelt out, or up to a star at their end. */
  readonly names: number;
  /** Patterns of actions that are more than that: each may be compared with every character of the action. */
  readonly namePatterns: number;
  /** Statements that cover the action. */
  readonly covering: number;
  /** Characters of their resource patterns and condition values: each may be compared with the whole request. */
  readonly patterns: number;
}

const sizes = new WeakMap<CompiledStatement, number>();

/** Known before any statement is compared with a resource or a context. */
export function effortOf(set: PolicySet, action: string): Effort {
  const name = lowerAscii(action);
  const { statements } = insideOf(set);
  let covering = 0;
  let patterns = 0;
  let names = 0;
  let namePatterns = 0;
  for (const statement of statements) {
    const named = statement.action?.patterns ?? [];
    const searched = countSearched(named);
    names += named.length - searched;
    namePatterns += searched;
    if (statement.action === undefined || !actionMatches(statement.action, name)) continue;
    covering++;
    patterns += sizeOf(statement);
  }
  return { statements: statements.length, names, namePatterns, covering, patterns };
}

function countSearched(patterns: readonly ActionPattern[]): number {
  let count = 0;
  for (const pattern of patterns)
    if (typeof pattern !== "string" && (pattern.kind === "shape" || pattern.kind === "pieces")) count++;
  return count;
}

function sizeOf(statement: CompiledStatement): number {
  let size = sizes.get(statement);
  if (size === undefined) {
    const { resource, conditions } = readAgain(statement);
    const lists = [resource?.values ?? [], ...conditions.map(({ values }) => values)];
    size = lists.flat().reduce((sum, { value }) => sum + value.length + 1, 0);
    sizes.set(statement, size);
  }
  return size;
}

/** Whether every document of a set can be understood; one that cannot denies everything. */
export function isUnderstood(set: PolicySet): boolean {
  return insideOf(set).statements.every(({ index }) => index >= 0);
}
