import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRequest } from "./find-request.ts";
import { moved, wrongState } from "./state-of.ts";

/**
 * Also takes an acceptance back, until the token is released.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RejectDelegationRequest.html
 */
export const rejectDelegationRequest = operation("iam:RejectDelegationRequest", {
  changes: "installation",
  takesAway: true,
  find: (call) => ({ request: findRequest(call, call.input.DelegationRequestId) }),
  run(call) {
    const { request } = call.entities;
    const wrong = wrongState(call, request, "reject");
    if (wrong !== undefined) return call.fail("InvalidInput", wrong);
    const { Notes } = call.input;
    const more = Notes === undefined ? {} : { rejectionReason: Notes };
    return done({ put: [moved(request, "reject", call.now, more)] }, {});
  },
});
