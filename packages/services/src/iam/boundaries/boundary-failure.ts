import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { attachable, notAttachable } from "../policies/attachable.ts";
import { unfitArn } from "../policies/policy-arn.ts";

/** Why an ARN cannot be a permissions boundary: it must be a managed policy of AWS or of this account. */
export function boundaryFailure(
  call: Call<OperationId>,
  kind: "user" | "role",
  arn: string | undefined,
): Failure | undefined {
  if (arn === undefined) return undefined;
  switch (attachable(call, call.account, arn)) {
    case "policy":
      return undefined;
    case "absent":
      return {
        code: "NoSuchEntity",
        message: `Scope ARN: ${arn} does not exist or is not attachable.`,
        // CreateRole answers with it too, though its model does not say so.
        status: 404,
      };
    case "not-a-policy":
      return { code: "InvalidInput", message: unfitArn(arn) };
    case "of-a-service":
      return notAttachable(kind);
  }
}
