import {
  check,
  compile,
  contextKeysOf,
  type PolicySet,
  type PolicyType,
  type SourceDocument,
} from "@portcullis/policy";
import type { Failure } from "../../framework/api.ts";
import type { Slices } from "../../framework/slices.ts";
import { invalidInput } from "./invalid-input.ts";

/**
 * Characters of all policies that one request brings along: what is read and compiled for it alone. AWS names a limit
 * for each document only (131,072).
 */
const MOST_POLICY_TEXT = 262_144;

/** Why so much text is not looked at. */
export function tooMuchText(texts: readonly string[]): Failure | undefined {
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  if (size <= MOST_POLICY_TEXT) return undefined;
  return invalidInput(`The policies of one request cannot exceed ${MOST_POLICY_TEXT} characters.`);
}

interface Input {
  readonly type: PolicyType;
  /** The member of the request, of which AWS makes the ids of its policies: `PolicyInputList.1`. */
  readonly member: string;
  /** How a refusal calls it. */
  readonly spoken: string;
  readonly partition: string;
}

/**
 * The policies under one member of a request, as one set; the first that is none is told by its place. Gives way after
 * each: to read a long one takes some ten milliseconds.
 */
export function* inputSet(input: Input, texts: readonly string[]): Slices<PolicySet | Failure> {
  for (const [at, text] of texts.entries()) {
    yield;
    if (check(input.type, text, { partition: input.partition }).length > 0)
      return invalidInput(`${input.spoken} ${at + 1} has invalid content`);
  }
  yield;
  return compile(input.type, inputDocuments(input.member, texts));
}

/** The context keys that policies ask for, as they spell them, each once. Gives way after each policy. */
export function* contextKeysIn(sets: readonly PolicySet[]): Slices<string[]> {
  const keys = new Set<string>();
  for (const { type, documents } of sets) {
    for (const { text } of documents) {
      for (const key of contextKeysOf(type, text)) keys.add(key);
      yield;
    }
  }
  return [...keys];
}

function inputDocuments(member: string, texts: readonly string[]): readonly SourceDocument[] {
  return texts.map((text, at) => ({ source: { name: `${member}.${at + 1}` }, text }));
}

export const policyInput = {
  type: "identity",
  member: "PolicyInputList",
  spoken: "Policy input list item",
} as const;

export const boundaryInput = {
  type: "boundary",
  member: "PermissionsBoundaryPolicyInputList",
  spoken: "Permissions boundary policy input list item",
} as const;

export const organizationInput = {
  type: "scp",
  member: "ServiceControlPolicyInputList",
  spoken: "Service control policy input list item",
} as const;
