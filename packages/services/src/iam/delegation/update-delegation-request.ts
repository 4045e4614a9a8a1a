import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRequest } from "./find-request.ts";
import { moved, wrongState } from "./state-of.ts";

/**
 * Forwards a request to whoever may accept it. To write another note prolongs nothing.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateDelegationRequest.html
 */
export const updateDelegationRequest = operation("iam:UpdateDelegationRequest", {
  changes: "installation",
  find: (call) => ({ request: findRequest(call, call.input.DelegationRequestId) }),
  run(call) {
    const { request } = call.entities;
    const wrong = wrongState(call, request, "forward");
    if (wrong !== undefined) return call.fail("InvalidInput", wrong);
    const { Notes } = call.input;
    const more = Notes === undefined ? {} : { notes: Notes };
    return done({ put: [moved(request, "forward", call.now, more)] }, {});
  },
});
