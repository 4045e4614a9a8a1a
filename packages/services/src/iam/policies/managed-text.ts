import { check, sizeWithoutWhitespace } from "@portcullis/policy";
import type { Failure } from "../../framework/api.ts";
import { overQuota } from "../limits.ts";

/** Why a text cannot be a version of a managed policy. */
export function managedTextFailure(partition: string, text: string): Failure | undefined {
  const finding = check("identity", text, { managed: true, partition })[0];
  if (finding !== undefined) return { code: "MalformedPolicyDocument", message: finding.message };
  return overQuota("policySize", sizeWithoutWhitespace(text));
}
