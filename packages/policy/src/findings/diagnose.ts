import { examine } from "../check/check.ts";
import { refusalOf } from "../check/finding.ts";
import { type Position, positionsIn } from "../text/position.ts";
import type { PolicyType } from "../types.ts";
import type { Catalog } from "./catalog.ts";
import { DIGITS, LOWER } from "./characters.ts";
import type { Edit, IssueParameters, Severity } from "./issue.ts";
import { type IssueName, issueNamed, issueText } from "./issues.ts";
import { literalEnd } from "./literal.ts";
import { REGIONS } from "./regions.table.ts";
import type { Subject } from "./rule.ts";
import { runRules } from "./run-rules.ts";
import { issueOf } from "./write-time.ts";

export interface DiagnoseOptions {
  /** Without one, services, actions, service keys and the form of their ARNs are not looked at. */
  readonly catalog?: Catalog;
  /** Regions of the installation beside AWS's. */
  readonly regions?: readonly string[];
  /** The installation's partition, where it is not one of AWS's. */
  readonly partition?: string;
}

/** Longer than any policy may be, so that the finding is about its size. In UTF-16 units. */
const LONGEST_TEXT = 1_048_576;

/** One finding of a document, in AWS's words. */
export interface Diagnostic {
  /** AWS's issue code. */
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** AWS's text, with the document's own words in it. */
  readonly message: string;
  readonly page: string;
  /** 1-based, in the document as given. */
  readonly start: Position;
  readonly end: Position;
  /** The text of MalformedPolicyDocument, where IAM refuses to save a document for this. */
  readonly refused?: string;
  /** A change that resolves it without a decision of the author's. Offsets are UTF-16 units from 0. */
  readonly fix?: Edit;
}

/**
 * Checks a document as IAM Access Analyzer's policy validation does, as far as that needs no other policy, and as
 * IAM does when it is saved. In the order of the text. Total over every text: what is no JSON has one finding.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function diagnose(
  type: PolicyType,
  text: string,
  options: DiagnoseOptions = {},
): readonly Diagnostic[] {
  const { catalog, partition, regions = [] } = options;
  const { read, problems } = examine(type, text, {
    longest: LONGEST_TEXT,
    ...(partition !== undefined && { partition }),
  });
  const positionAt = positionsIn(text);
  const found: (Diagnostic & { readonly offset: number })[] = [];
  const add = (
    issue: IssueName,
    offset: number,
    parameters: IssueParameters,
    fix: Edit | undefined,
    refused: string | undefined,
  ) => {
    const { code, severity, title, text: template, page } = issueNamed(issue);
    const start = positionAt(offset);
    found.push({
      offset,
      code,
      severity,
      title,
      message: issueText(template, parameters),
      page,
      start,
      end: positionAt(endOf(text, offset)),
      ...(refused !== undefined && { refused }),
      ...(fix !== undefined && { fix }),
    });
  };
  for (const problem of problems) {
    const refused = refusalOf(type, problem);
    const { issue, parameters, fix } = issueOf(type, text, problem, { positionAt, refused });
    add(issue, problem.offset, parameters, fix, refused);
  }
  const { draft } = read;
  if (draft !== undefined) {
    const variables = draft.version?.value === "2012-10-17";
    const all = new Set([...REGIONS, ...regions]);
    const subject: Subject = { type, text, draft, variables, catalog, regions: all };
    runRules(subject, (issue, offset, parameters = {}, edit) =>
      add(issue, offset, parameters, edit, undefined),
    );
  }
  return withoutRepetition(found);
}

/** A string, a number and a word are ranges; of anything larger only the first character is pointed at. */
function endOf(text: string, offset: number): number {
  if (text[offset] === '"') return Math.min(literalEnd(text, offset), text.length);
  let end = offset;
  while (end < text.length && WORD.includes(text[end]!)) end++;
  return Math.min(Math.max(end, offset + 1), text.length);
}

/** Of numbers, `true`, `false` and `null`. */
const WORD = `${LOWER}${DIGITS}+-.E`;

/** One finding of a kind at a place: what IAM refuses comes first, and says more. */
function withoutRepetition(
  found: readonly (Diagnostic & { readonly offset: number })[],
): readonly Diagnostic[] {
  const seen = new Set<string>();
  return found
    .toSorted((a, b) => a.offset - b.offset)
    .filter(({ code, offset }) => {
      const id = `${offset} ${code}`;
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    })
    .map(({ offset: _, ...diagnostic }) => diagnostic);
}
