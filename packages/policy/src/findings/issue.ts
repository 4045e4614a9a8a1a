/** How much a finding weighs. Access Analyzer's API spells them ERROR, SECURITY_WARNING, WARNING and SUGGESTION. */
export type Severity = "error" | "security-warning" | "warning" | "suggestion";

/** A row of the tables of issues: AWS's title and text to the letter, `{{name}}` where the document's own text goes. */
export interface IssueRow {
  /** AWS's code, where it has several texts and each is a row of its own. */
  readonly code?: string;
  readonly title: string;
  readonly text: string;
}

/** The values of a text's placeholders. */
export type IssueParameters = Readonly<Record<string, string | number>>;

/** A change of the document that resolves a finding: the characters from `start` to `end` become `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
