import type { StatementDraft } from "../language/tree.ts";
import { principalForm } from "../match/principal.ts";
import type { PolicyType } from "../types.ts";
import type { Report } from "./finding.ts";

const COGNITO = "cognito-identity.amazonaws.com";

/** The form of each principal; whether it exists is looked up by whoever saves the document. */
export function checkPrincipals(
  type: PolicyType,
  { principal, conditions }: StatementDraft,
  report: Report,
): void {
  if (principal === undefined) return;
  const trust = type === "trust";
  if (trust && principal.everyone)
    report({ code: "bare-principal", offset: principal.start, detail: 'a trust policy says {"AWS": "*"}' });
  for (const entry of principal.entries) {
    const { key, value } = entry;
    // Canonical users belong to stores, providers to trust policies.
    const misplaced = key === "CanonicalUser" ? trust : key === "Federated" && !trust;
    const form = principalForm(entry).form;
    if (misplaced || (form === "unresolved" && key !== "CanonicalUser"))
      report({
        code: "invalid-principal",
        offset: value.start,
        detail: `\`${value.value}\` is not a principal here`,
        value: value.value,
        part: key === "Service" ? "SERVICE" : key,
      });
    if (trust && value.value === COGNITO && conditions.length === 0)
      report({
        code: "cognito-without-condition",
        offset: value.start,
        detail: "a role for Cognito identities says which identity pool",
      });
  }
}
