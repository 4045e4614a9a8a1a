import type { IssueRow } from "./issue.ts";

/** What IAM refuses to save and Access Analyzer has no finding for: ours, with the page of IAM's rule. */
export const REFUSALS = {
  POLICY_DOCUMENT_REFUSED: {
    title: "Policy document refused",
    text: "IAM refuses this document when it is saved: {{message}}",
    page: "reference_policies_grammar.html",
  },
} as const satisfies Readonly<Record<string, IssueRow & { readonly page: string }>>;
