import { isFailure } from "../../framework/api.ts";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { contextKeysIn, inputSet, policyInput, tooMuchText } from "./input-policies.ts";
import { findSource, policiesOfPrincipal } from "./principal-policies.ts";

/**
 * The keys that a principal's policies ask for, its boundary among them, and then those of the policies that the request
 * adds.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html
 */
export const getContextKeysForPrincipalPolicy = operation("iam:GetContextKeysForPrincipalPolicy", {
  find: (call) => ({ principal: findSource(call, call.input.PolicySourceArn) }),
  *run(call) {
    const { PolicyInputList = [] } = call.input;
    const tooMuch = tooMuchText(PolicyInputList);
    if (tooMuch !== undefined) return { kind: "failed", failure: tooMuch };
    const added = yield* inputSet({ ...policyInput, partition: call.world.partition }, PolicyInputList);
    if (isFailure(added)) return { kind: "failed", failure: added };
    const { identity, boundary } = policiesOfPrincipal(call, call.entities.principal);
    const sets = [...identity, ...(boundary === undefined ? [] : [boundary]), added];
    return answer({ ContextKeyNames: yield* contextKeysIn(sets) });
  },
});
