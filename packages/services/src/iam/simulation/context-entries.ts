import type { IamTypes } from "@portcullis/aws-model";
import type { Failure } from "../../framework/api.ts";
import { type ContextType, contextTypes } from "./context-types.table.ts";
import { invalidInput } from "./invalid-input.ts";

/** Lower-case key → values. */
export type Entries = ReadonlyMap<string, readonly string[]>;

/**
 * The context that a request gives for its simulation, in AWS's words where it is wrong.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html
 */
export function contextEntries(entries: readonly IamTypes.ContextEntry[] = []): Entries | Failure {
  const context = new Map<string, readonly string[]>();
  for (const { ContextKeyName: name, ContextKeyType: type, ContextKeyValues: values = [] } of entries) {
    // AWS passes over an entry that says nothing at all.
    if (name === undefined && type === undefined && values.length === 0) continue;
    if (name === undefined) return invalidInput("ContextKeyName cannot be null or empty.");
    const key = name.toLowerCase();
    if (context.has(key)) return invalidInput(`Duplicate context key: ${name}.`);
    if (type === undefined) return invalidInput(`Context key ${name} has invalid type null.`);
    if (values.length === 0)
      return invalidInput(`Context values for context key ${name} cannot be null or empty.`);
    const rule: ContextType = contextTypes[type];
    if (!rule.list && values.length > 1)
      return invalidInput(`Context key ${type} expected a single value, but received ${values.length}.`);
    const read = values.map((value) => rule.read(value));
    if (!isWhole(read)) return invalidInput(`Invalid context value for key ${name}: expected ${rule.form}.`);
    context.set(key, read);
  }
  return context;
}

function isWhole(values: readonly (string | undefined)[]): values is readonly string[] {
  return !values.includes(undefined);
}
