import { deniesReading, type Finding, toFindings } from "./check/finding.ts";
import { readPolicy } from "./language/read-policy.ts";
import type { PolicySet, SourceDocument } from "./types.ts";

/** The documents of a set that could not be understood, and why; each of them denies everything. */
export function problemsOf(
  set: PolicySet,
): readonly { readonly document: SourceDocument; readonly findings: readonly Finding[] }[] {
  return set.documents.flatMap((document) => {
    const problems = readPolicy(set.type, document.text).problems.filter(deniesReading);
    if (problems.length === 0) return [];
    return [{ document, findings: toFindings(set.type, document.text, problems) }];
  });
}
