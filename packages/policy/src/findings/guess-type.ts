import { readPolicy } from "../language/read-policy.ts";
import type { StatementDraft } from "../language/tree.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { PolicyType } from "../types.ts";

/**
 * What a document most likely is. With principals it stands on a resource: on a role where all of its actions are
 * STS's and it names no resource, on a key where they are those of KMS. Without principals it is an identity
 * policy; nothing in the text of a boundary, a session policy or an SCP says that it is one.
 */
export function guessType(text: string): PolicyType {
  const statements = readPolicy("resource", text).draft?.statements ?? [];
  if (!statements.some(({ principal }) => principal !== undefined)) return "identity";
  if (allActionsOf(statements, "sts") && statements.every(({ resource }) => resource === undefined))
    return "trust";
  return allActionsOf(statements, "kms") ? "key" : "resource";
}

function allActionsOf(statements: readonly StatementDraft[], service: string): boolean {
  const actions = statements.flatMap(({ action }) => action?.values ?? []);
  return actions.length > 0 && actions.every(({ value }) => lowerAscii(value).startsWith(`${service}:`));
}
