import { positionsIn } from "../text/position.ts";
import type { PolicyType } from "../types.ts";
import { type FindingCode, findingRow, ORGANIZATIONS_TEXT } from "./findings.table.ts";

/** One thing that is wrong with a document. */
export interface Finding {
  readonly code: FindingCode;
  /** AWS's text for MalformedPolicyDocument, to the letter. */
  readonly message: string;
  /** What is wrong in our own words; the document's text stands in backticks. */
  readonly detail: string;
  /** 1-based, in the document as submitted. */
  readonly line: number;
  readonly column: number;
}

/** A finding before its position and its text are worked out. */
export interface Problem {
  readonly code: FindingCode;
  readonly offset: number;
  readonly detail: string;
  readonly value?: string;
  readonly part?: string;
}

export type Report = (problem: Problem) => void;

/** True where a document with this problem cannot be understood, so that reading it denies. */
export function deniesReading({ code }: Problem): boolean {
  return findingRow(code).denies;
}

/** In the order in which AWS looks, and within it in the order of the text. */
export function toFindings(type: PolicyType, text: string, problems: readonly Problem[]): readonly Finding[] {
  const rank = ({ code }: Problem) => findingRow(code).rank;
  const positionAt = positionsIn(text);
  return problems
    .toSorted((a, b) => rank(a) - rank(b) || a.offset - b.offset)
    .map((problem) => ({
      code: problem.code,
      message: refusalOf(type, problem),
      detail: problem.detail,
      ...positionAt(problem.offset),
    }));
}

/** AWS's text of MalformedPolicyDocument for a problem. */
export function refusalOf(type: PolicyType, { code, value = "", part = "" }: Problem): string {
  if (type === "scp" || type === "rcp") return ORGANIZATIONS_TEXT;
  const { identity, trust } = findingRow(code);
  const template = type === "trust" ? (trust ?? identity) : identity;
  // A function as replacement: `$&` in the document's text means nothing.
  return template.replace("{part}", () => part).replace("{value}", () => value);
}
