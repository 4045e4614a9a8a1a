import { check, sizeWithoutWhitespace } from "@portcullis/policy";
import type { Failure } from "../../framework/api.ts";
import { overSize } from "../limits.ts";

/** Why a text cannot be a version of a managed policy. */
export function managedTextFailure(text: string): Failure | undefined {
  const finding = check("identity", text)[0];
  if (finding !== undefined) return { code: "MalformedPolicyDocument", message: finding.message };
  return overSize("policySize", sizeWithoutWhitespace(text));
}
