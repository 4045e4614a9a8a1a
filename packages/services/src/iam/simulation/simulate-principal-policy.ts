import { isFailure } from "../../framework/api.ts";
import { operation } from "../../framework/operation.ts";
import { exclusionsOf } from "./exclusions.ts";
import { findSource, policiesOfPrincipal } from "./principal-policies.ts";
import { simulate, wrongRequest } from "./simulate.ts";
import { simulatedCaller } from "./simulated-caller.ts";

/**
 * What a user, group or role is allowed by its policies, with those that the request adds and without those that it
 * leaves out. A boundary of the request stands in place of the principal's own.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const simulatePrincipalPolicy = operation("iam:SimulatePrincipalPolicy", {
  find: (call) => ({ principal: findSource(call, call.input.PolicySourceArn) }),
  run(call) {
    const { CallerArn, PolicyExclusionList, PolicySourceArn } = call.input;
    const { principal } = call.entities;
    const wrong = wrongRequest(call.id, call.input);
    if (wrong !== undefined) return { kind: "failed", failure: wrong };
    const excluded = exclusionsOf(PolicyExclusionList);
    if (typeof excluded !== "function") return { kind: "failed", failure: excluded };
    // The unique id is told to who may see this principal; of another caller nothing is looked up.
    const { arn } = call.found.principal;
    const itself = CallerArn === undefined || CallerArn === PolicySourceArn || CallerArn === arn;
    const caller = simulatedCaller(itself ? arn : CallerArn, itself ? principal.id : undefined);
    if (isFailure(caller)) return { kind: "failed", failure: caller };
    return simulate(call, {
      ...policiesOfPrincipal(call, principal, excluded),
      caller,
      nobody: caller,
      scps: [],
    });
  },
});
