import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRequest } from "./find-request.ts";
import { permissionCheck } from "./permission-check.ts";
import { requestForm } from "./request-form.ts";

/**
 * The permission check is done when the answer comes.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetDelegationRequest.html
 */
export const getDelegationRequest = operation("iam:GetDelegationRequest", {
  find: (call) => ({ request: findRequest(call, call.input.DelegationRequestId) }),
  run(call) {
    const { request } = call.entities;
    return answer({
      DelegationRequest: requestForm(call, request),
      ...(call.input.DelegationPermissionCheck === true
        ? { PermissionCheckStatus: "COMPLETE", PermissionCheckResult: permissionCheck(call, request.policy) }
        : {}),
    });
  },
});
