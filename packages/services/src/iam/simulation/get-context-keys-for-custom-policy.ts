import { isFailure } from "../../framework/api.ts";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { contextKeysIn, inputSet, policyInput, tooMuchText } from "./input-policies.ts";

/**
 * The keys that policies ask for in their conditions and variables: as they spell them, each once.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html
 */
export const getContextKeysForCustomPolicy = operation("iam:GetContextKeysForCustomPolicy", {
  *run(call) {
    const { PolicyInputList } = call.input;
    const tooMuch = tooMuchText(PolicyInputList);
    if (tooMuch !== undefined) return { kind: "failed", failure: tooMuch };
    const set = yield* inputSet({ ...policyInput, partition: call.world.partition }, PolicyInputList);
    if (isFailure(set)) return { kind: "failed", failure: set };
    return answer({ ContextKeyNames: yield* contextKeysIn([set]) });
  },
});
