import type { JsonNode } from "./text/json-nodes.ts";

/** A case that cannot be read; caught where cases are read. */
export class CaseError extends Error {}

function member(node: JsonNode, name: string): JsonNode | undefined {
  if (node.kind !== "object") throw new CaseError(`expected an object with \`${name}\``);
  return node.members.find(({ key }) => key.value === name)?.value;
}

export function field(node: JsonNode, name: string): JsonNode {
  const found = member(node, name);
  if (found === undefined) throw new CaseError(`\`${name}\` is missing`);
  return found;
}

/** Undefined for a member that is missing or null. */
export function maybe<T>(
  node: JsonNode,
  name: string,
  read: (node: JsonNode, name: string) => T,
): T | undefined {
  const found = member(node, name);
  return found === undefined || found.kind === "null" ? undefined : read(found, name);
}

export function text(node: JsonNode, name: string): string {
  if (node.kind !== "string") throw new CaseError(`\`${name}\` is not a string`);
  return node.value;
}

export function truth(node: JsonNode, name: string): boolean {
  if (node.kind !== "boolean") throw new CaseError(`\`${name}\` is not true or false`);
  return node.value;
}

export function listOf<T>(
  node: JsonNode,
  name: string,
  read: (node: JsonNode, name: string) => T,
): readonly T[] {
  if (node.kind !== "array") throw new CaseError(`\`${name}\` is not a list`);
  return node.items.map((item) => read(item, name));
}
