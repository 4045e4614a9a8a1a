import { readPolicy } from "../language/read-policy.ts";
import type { PrincipalKey } from "../language/tree.ts";
import type { PolicyType } from "../types.ts";

/** A principal as a document writes it. */
export interface PrincipalEntryText {
  /** The key that it stands under; AWS's error for it prints `"AWS":"…"`, and `"SERVICE":"…"` for a service. */
  readonly key: PrincipalKey;
  readonly value: string;
}

/**
 * The principals that a document names, without `*`, each once, in the order of the text: what has to be looked
 * up when it is saved. Empty for a document that cannot be understood.
 */
export function principalEntriesOf(type: PolicyType, text: string): readonly PrincipalEntryText[] {
  const entries = new Map<string, PrincipalEntryText>();
  for (const { principal } of readPolicy(type, text).tree?.statements ?? [])
    for (const { key, value } of principal?.entries ?? [])
      if (value.value !== "*") entries.set(`${key} ${value.value}`, { key, value: value.value });
  return [...entries.values()];
}

/** The values of the principals that a role's trust policy names; see `principalEntriesOf`. */
export function principalsOf(trustText: string): readonly string[] {
  return principalEntriesOf("trust", trustText).map(({ value }) => value);
}
