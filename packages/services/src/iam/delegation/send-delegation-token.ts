import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRequest } from "./find-request.ts";
import { moved, wrongState } from "./state-of.ts";

/**
 * Releases the token, from when on the time of the delegation runs; it cannot be taken back. The partner is told it by
 * portcullis:ListDelegationNotifications, where AWS publishes it to the partner's topic.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SendDelegationToken.html
 */
export const sendDelegationToken = operation("iam:SendDelegationToken", {
  changes: "installation",
  find: (call) => ({ request: findRequest(call, call.input.DelegationRequestId) }),
  run(call) {
    const { request } = call.entities;
    const { caller, found, now } = call;
    if (request.onlySendByOwner && request.owner?.id !== caller.userId) {
      return call.fail(
        "AccessDenied",
        `User: ${caller.principal.arn} is not authorized to perform: iam:SendDelegationToken on resource: ${found.request.arn} because only the owner of the delegation request may send its token`,
      );
    }
    const wrong = wrongState(call, request, "send");
    if (wrong !== undefined) return call.fail("InvalidInput", wrong);
    return done({ put: [moved(request, "send", now)] }, {});
  },
});
