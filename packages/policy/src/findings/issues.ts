import { ERRORS_OF_CONDITIONS } from "./errors-of-conditions.table.ts";
import { ERRORS_OF_GRAMMAR } from "./errors-of-grammar.table.ts";
import { ERRORS_OF_NAMES } from "./errors-of-names.table.ts";
import type { IssueParameters, IssueRow, Severity } from "./issue.ts";
import { REFUSALS } from "./refusals.table.ts";
import { SECURITY_WARNINGS } from "./security-warnings.table.ts";
import { SUGGESTIONS } from "./suggestions.table.ts";
import { WARNINGS } from "./warnings.table.ts";

const ERRORS = { ...ERRORS_OF_GRAMMAR, ...ERRORS_OF_NAMES, ...ERRORS_OF_CONDITIONS };

export type IssueName =
  | keyof typeof ERRORS
  | keyof typeof REFUSALS
  | keyof typeof SECURITY_WARNINGS
  | keyof typeof WARNINGS
  | keyof typeof SUGGESTIONS;

/** One kind of finding, as AWS's reference of policy checks describes it. */
export interface Issue {
  /** Stable: AWS's issue code. */
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  /** The page that describes it. */
  readonly page: string;
}

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
const CHECKS = `${GUIDE}access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks`;

const headings: Readonly<Record<Severity, string>> = {
  error: "error",
  "security-warning": "security-warning",
  warning: "general-warning",
  suggestion: "suggestion",
};

const tables: readonly (readonly [Severity, Readonly<Record<string, IssueRow>>])[] = [
  ["error", ERRORS],
  ["security-warning", SECURITY_WARNINGS],
  ["warning", WARNINGS],
  ["suggestion", SUGGESTIONS],
];

const byName: ReadonlyMap<string, Issue> = new Map([
  ...tables.flatMap(([severity, rows]) =>
    Object.entries(rows).map(([name, { code = name, title, text }]): [string, Issue] => {
      const anchor = code.toLowerCase().replaceAll("_", "-");
      return [name, { code, severity, title, text, page: `${CHECKS}-${headings[severity]}-${anchor}` }];
    }),
  ),
  ...Object.entries(REFUSALS).map(([code, { title, text, page }]): [string, Issue] => [
    code,
    { code, severity: "error", title, text, page: GUIDE + page },
  ]),
]);

export function issueNamed(name: IssueName): Issue {
  return byName.get(name)!;
}

/** Every kind of finding once, by its code, in the order of the tables. */
export function issues(): readonly Issue[] {
  const byCode = new Map<string, Issue>();
  for (const issue of byName.values()) if (!byCode.has(issue.code)) byCode.set(issue.code, issue);
  return [...byCode.values()];
}

/** AWS's text with the document's own words in it; those are never read as placeholders. */
export function issueText(text: string, parameters: IssueParameters): string {
  return text.replace(/\{\{([^{}]+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]) : whole,
  );
}
