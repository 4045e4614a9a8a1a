import { check, sizeWithoutWhitespace } from "@portcullis/policy";
import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { overQuota } from "../limits.ts";

/** Why a text cannot be a version of a managed policy. */
export function managedTextFailure(call: Call<OperationId>, text: string): Failure | undefined {
  const finding = check("identity", text, { managed: true, partition: call.world.partition })[0];
  if (finding !== undefined) return { code: "MalformedPolicyDocument", message: finding.message };
  return overQuota(call.home, "policySize", sizeWithoutWhitespace(text));
}
