import type { EventQuery } from "./contract.ts";
import type { ValueKind } from "./event-block.ts";

/** What events are looked up by, the one that finds least first. */
const kinds = [
  { key: "id", kind: "id" },
  { key: "resourceName", kind: "resource" },
  { key: "accessKeyId", kind: "key" },
  { key: "userName", kind: "user" },
  { key: "name", kind: "name" },
  { key: "resourceType", kind: "type" },
  { key: "source", kind: "source" },
] as const satisfies readonly { key: keyof EventQuery; kind: ValueKind }[];

/** The value that blocks are looked for by; undefined: every block of the realm may hold what is asked for. */
export function lookUpOf(query: EventQuery): readonly [ValueKind, string] | undefined {
  for (const { key, kind } of kinds) {
    const value = query[key];
    if (value !== undefined) return [kind, value];
  }
  return query.readOnly === false ? ["changes", ""] : undefined;
}
