import { type ReadPolicy, readPolicy } from "../language/read-policy.ts";
import type { PolicyType } from "../types.ts";
import { checkActions } from "./check-actions.ts";
import { checkConditions } from "./check-conditions.ts";
import { checkGuardrail } from "./check-guardrail.ts";
import { checkPrincipals } from "./check-principals.ts";
import { checkResources } from "./check-resources.ts";
import { checkSids } from "./check-sids.ts";
import { type Finding, type Problem, toFindings } from "./finding.ts";

/** Longest document that may be saved, in UTF-16 units: the limit of IAM's policy document parameters. */
export const LONGEST_DOCUMENT = 131_072;

export interface CheckOptions {
  /** A customer managed policy: its version must be 2012-10-17, where an inline document may leave it out. */
  readonly managed?: boolean;
  /** The installation's partition, where it is not one of AWS's. */
  readonly partition?: string;
  /** Longer texts are refused unread, in UTF-16 units; as the parameter's own limit unless given. */
  readonly longest?: number;
}

/** What was read, and everything that a document which is saved must not have, in no order. */
export interface Examined {
  readonly read: ReadPolicy;
  readonly problems: readonly Problem[];
}

/** Every part that can be read is looked at, whatever is wrong elsewhere. */
export function examine(type: PolicyType, text: string, options: CheckOptions = {}): Examined {
  const read = readPolicy(type, text, options.longest ?? LONGEST_DOCUMENT);
  const problems: Problem[] = [...read.problems];
  const { draft } = read;
  if (draft === undefined) return { read, problems };
  const report = (problem: Problem) => problems.push(problem);
  const variables = draft.version?.value === "2012-10-17";
  if (options.managed === true && !variables)
    report({
      code: "old-version",
      offset: draft.version?.start ?? 0,
      detail: "a managed policy has the version 2012-10-17",
    });
  checkSids(type, draft.statements, report);
  for (const statement of draft.statements) {
    checkActions(type, statement, report);
    checkResources(statement, variables, options.partition, report);
    checkConditions(statement, variables, report);
    checkPrincipals(type, statement, report);
    checkGuardrail(type, statement, report);
  }
  return { read, problems };
}

/**
 * Checks a document that is to be saved. Empty where AWS would take it; else what is wrong, the finding that AWS
 * would answer first. `message` is the text of MalformedPolicyDocument.
 * Whether principals exist and whether the size fits the quota is the caller's to check (`principalsOf`,
 * `sizeWithoutWhitespace`).
 */
export function check(type: PolicyType, text: string, options: CheckOptions = {}): readonly Finding[] {
  return toFindings(type, text, examine(type, text, options).problems);
}
