import type { PolicySet } from "@portcullis/policy";
import { type Failure, type InputOf, isFailure } from "../../framework/api.ts";
import { operation } from "../../framework/operation.ts";
import type { Slices } from "../../framework/slices.ts";
import { inputSet, organizationInput } from "./input-policies.ts";
import { invalidInput } from "./invalid-input.ts";
import { simulate, wrongRequest } from "./simulate.ts";
import { nobody, simulatedCaller } from "./simulated-caller.ts";

type Levels = InputOf<"iam:SimulateCustomPolicy">["OrderedOrganizationPolicyInputList"];

/**
 * What policies that the request brings along allow. Nothing of the account is looked at.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export const simulateCustomPolicy = operation("iam:SimulateCustomPolicy", {
  *run(call) {
    const { CallerArn, OrderedOrganizationPolicyInputList: levels = [] } = call.input;
    const texts = levels.flatMap(({ ServiceControlPolicyInputList = [] }) => ServiceControlPolicyInputList);
    const wrong = wrongRequest(call.id, call.input, texts);
    if (wrong !== undefined) return { kind: "failed", failure: wrong };
    const { partition } = call.world;
    const caller = CallerArn === undefined ? undefined : simulatedCaller(CallerArn);
    if (caller !== undefined && isFailure(caller)) return { kind: "failed", failure: caller };
    const scps = yield* organizationLevels(partition, levels);
    if (isFailure(scps)) return { kind: "failed", failure: scps };
    return yield* simulate(call, {
      caller,
      nobody: nobody(partition, call.account),
      identity: [],
      boundary: undefined,
      ids: new Map(),
      scps,
    });
  },
});

/** From the root of an organization to the account; each level must allow. */
function* organizationLevels(
  partition: string,
  levels: NonNullable<Levels>,
): Slices<readonly (readonly PolicySet[])[] | Failure> {
  const found: (readonly PolicySet[])[] = [];
  for (const [at, { ServiceControlPolicyInputList: texts = [] }] of levels.entries()) {
    if (texts.length === 0)
      return invalidInput(
        `Organization policy at index ${at + 1} must contain at least one service control policy`,
      );
    const set = yield* inputSet({ ...organizationInput, partition }, texts);
    if (isFailure(set)) return set;
    found.push([set]);
  }
  return found;
}
