import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { managedPolicyExists } from "../policies/find-policy.ts";

/** Why an ARN cannot be a permissions boundary: it must be a managed policy of AWS or of this account. */
export function boundaryFailure(call: Call<OperationId>, arn: string | undefined): Failure | undefined {
  if (arn === undefined || managedPolicyExists(call, call.account, arn)) return undefined;
  return { code: "NoSuchEntity", message: `Scope ARN: ${arn} does not exist or is not attachable.` };
}
