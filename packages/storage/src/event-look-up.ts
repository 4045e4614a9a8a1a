import type { EventQuery } from "./contract.ts";
import type { Part } from "./event-block.ts";

/** What events are looked up by, the one that finds least first. */
const parts = [
  { key: "id", part: "id" },
  { key: "resourceName", part: "resource" },
  { key: "accessKeyId", part: "key" },
  { key: "userName", part: "user" },
  { key: "name", part: "name" },
  { key: "resourceType", part: "type" },
  { key: "source", part: "source" },
] as const satisfies readonly { key: keyof EventQuery; part: Part }[];

/** The value that blocks are looked for by; undefined: every block of the realm may hold what is asked for. */
export function lookUpOf(query: EventQuery): readonly [Part, string] | undefined {
  for (const { key, part } of parts) {
    const value = query[key];
    if (value !== undefined) return [part, value];
  }
  return query.readOnly === false ? ["changes", ""] : undefined;
}
