/** What AWS's services and our own are called. */
import table from "./generated/service-names.json" with { type: "json" };

/** By the prefix of their actions, in lower case and in order. */
export const serviceNames: ReadonlyMap<string, string> = new Map(Object.entries(table.services));
