import { operatorNamed } from "./condition/operator-name.ts";
import { readPolicy } from "./language/read-policy.ts";
import type { StatementTree } from "./language/tree.ts";
import { variableNames } from "./match/tokens.ts";
import type { PolicyType } from "./types.ts";

/**
 * The context keys that a document asks for, in its conditions and in its variables: as written, each spelling once,
 * in the order of the text. Empty for a document that cannot be understood.
 */
export function contextKeysOf(type: PolicyType, text: string): readonly string[] {
  const { tree } = readPolicy(type, text);
  const names = new Set<string>();
  for (const statement of tree?.statements ?? [])
    for (const { name } of namesIn(statement, tree?.variables === true)) names.add(name);
  return [...names];
}

interface Place {
  readonly name: string;
  readonly start: number;
}

function namesIn({ resource, conditions }: StatementTree, variables: boolean): readonly Place[] {
  const places: Place[] = [];
  const add = ({ value, start }: { readonly value: string; readonly start: number }) => {
    for (const name of variableNames(value)) places.push({ name, start });
  };
  if (variables) for (const value of resource?.values ?? []) add(value);
  for (const { operator, key, values } of conditions) {
    if (key === undefined) continue;
    places.push({ name: key.value, start: key.start });
    if (variables && operatorNamed(operator.value)?.row.variables === true)
      for (const value of values) add(value);
  }
  // The elements of a statement stand in any order.
  return places.sort((a, b) => a.start - b.start);
}

/** The patterns under Resource, as written; empty for a document that cannot be understood. */
export function resourcePatternsOf(type: PolicyType, text: string): readonly string[] {
  return (readPolicy(type, text).tree?.statements ?? []).flatMap(({ resource }) =>
    resource === undefined || resource.negated ? [] : resource.values.map(({ value }) => value),
  );
}
