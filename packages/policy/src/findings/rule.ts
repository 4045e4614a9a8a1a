import { type Operator, operatorNamed } from "../condition/operator-name.ts";
import type { PolicyDraft } from "../language/read-policy.ts";
import type { StatementDraft, Text } from "../language/tree.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { PolicyType } from "../types.ts";
import type { Catalog } from "./catalog.ts";
import type { Edit, IssueParameters } from "./issue.ts";
import type { IssueName } from "./issues.ts";

/** Says that something was found at an offset of the text. */
export type Say = (issue: IssueName, offset: number, parameters?: IssueParameters, edit?: Edit) => void;

/** What every rule may look at. */
export interface Subject {
  readonly type: PolicyType;
  readonly text: string;
  readonly draft: PolicyDraft;
  /** `${…}` means something. */
  readonly variables: boolean;
  readonly catalog: Catalog | undefined;
  readonly regions: ReadonlySet<string>;
}

export type PolicyRule = (subject: Subject, say: Say) => void;
export type StatementRule = (statement: StatementDraft, subject: Subject, say: Say) => void;

/** A condition of a statement whose operator and key are understood. */
export interface Condition {
  readonly name: Text;
  readonly operator: Operator;
  readonly key: Text;
  /** The key in lower case. */
  readonly lower: string;
  readonly values: readonly Text[];
}

export type ConditionRule = (
  condition: Condition,
  statement: StatementDraft,
  subject: Subject,
  say: Say,
) => void;

export function conditionsOf({ conditions }: StatementDraft): readonly Condition[] {
  return conditions.flatMap(({ operator: name, key, values }) => {
    const operator = operatorNamed(name.value);
    if (operator === undefined || key === undefined) return [];
    return [{ name, operator, key, lower: lowerAscii(key.value), values }];
  });
}

/** Does a statement have a condition on one of the keys? A key that ends with `/` stands for every tag. */
export function hasKey(statement: StatementDraft, keys: readonly string[]): boolean {
  return conditionsOf(statement).some(({ lower }) => keys.some((key) => isKey(lower, key)));
}

export function isKey(lower: string, key: string): boolean {
  return key.endsWith("/") ? lower.startsWith(key) : lower === key;
}

/** True where a text holds a wildcard; an escaped one (`${*}`) is a plain character. */
export function hasWildcard(value: string): boolean {
  if (!value.includes("*") && !value.includes("?")) return false;
  const plain = value.replaceAll("${*}", "").replaceAll("${?}", "");
  return plain.includes("*") || plain.includes("?");
}

/** True where a text holds a policy variable; `${*}`, `${?}` and `${$}` are escapes. */
export function hasVariable(value: string): boolean {
  for (let at = value.indexOf("${"); at >= 0; at = value.indexOf("${", at + 2)) {
    const name = value.slice(at + 2, at + 4);
    if (name !== "*}" && name !== "?}" && name !== "$}") return true;
  }
  return false;
}
