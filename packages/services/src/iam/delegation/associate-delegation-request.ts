import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRequest } from "./find-request.ts";
import { moved, wrongState } from "./state-of.ts";

/**
 * Whoever calls becomes the owner, and its account the one that is asked. That alone gives the partner nothing.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AssociateDelegationRequest.html
 */
export const associateDelegationRequest = operation("iam:AssociateDelegationRequest", {
  changes: "installation",
  find: (call) => ({ request: findRequest(call, call.input.DelegationRequestId) }),
  run(call) {
    const { request } = call.entities;
    const { account, caller, now } = call;
    const wrong = wrongState(call, request, "associate");
    if (wrong !== undefined) return call.fail("InvalidInput", wrong);
    const owner = { id: caller.userId, arn: caller.principal.arn };
    return done({ put: [moved(request, "associate", now, { ownerAccount: account, owner })] }, {});
  },
});
