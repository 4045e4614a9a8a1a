import type { PolicySet } from "@portcullis/policy";
import { type Failure, type InputOf, isFailure, type OutputOf } from "../../framework/api.ts";
import type { Call, Done, Failed } from "../../framework/call.ts";
import type { Entities, Found } from "../../framework/found.ts";
import { pageOf } from "../../framework/list-operation.ts";
import type { Slices } from "../../framework/slices.ts";
import { contextEntries } from "./context-entries.ts";
import { type Evaluation, evaluate, spansOf } from "./evaluate.ts";
import { boundaryInput, inputSet, policyInput, tooMuchText } from "./input-policies.ts";
import { invalidInput } from "./invalid-input.ts";
import { EVERYTHING, wrongActions, wrongHandling, wrongResources } from "./resource-names.ts";
import { resourcePolicy } from "./resource-policy.ts";
import { resultForm } from "./results.ts";
import { ownerOf, type SimulatedCaller } from "./simulated-caller.ts";
import { type Parts, type Simulation, simulationOf } from "./simulation.ts";
import { estimates, tooMuch, WORK } from "./work.ts";

type Id = "iam:SimulateCustomPolicy" | "iam:SimulatePrincipalPolicy";

/** What the two operations do not have in common. */
export interface Own {
  readonly caller: SimulatedCaller | undefined;
  readonly nobody: SimulatedCaller;
  /** The policies of a principal, before those of the request. */
  readonly identity: readonly PolicySet[];
  readonly boundary: PolicySet | undefined;
  readonly ids: Parts["ids"];
  readonly scps: Parts["scps"];
}

/** Why a request for a simulation is wrong, as far as its own texts say so. */
export function wrongRequest(id: Id, input: InputOf<Id>, more: readonly string[] = []): Failure | undefined {
  const {
    ActionNames,
    PolicyInputList = [],
    PermissionsBoundaryPolicyInputList = [],
    ResourcePolicy,
  } = input;
  const resources = resourcesOf(input);
  return (
    wrongActions(ActionNames) ??
    wrongResources(resources) ??
    wrongHandling(id, input.ResourceHandlingOption, ActionNames, resources) ??
    (PermissionsBoundaryPolicyInputList.length > 1
      ? invalidInput("The list of Permissions Boundary policies cannot exceed 1 items.")
      : undefined) ??
    tooMuchText([...PolicyInputList, ...PermissionsBoundaryPolicyInputList, ResourcePolicy ?? "", ...more])
  );
}

function resourcesOf({ ResourceArns = [] }: InputOf<Id>): readonly string[] {
  return ResourceArns.length === 0 ? [EVERYTHING] : ResourceArns;
}

/** The simulation that a request asks for. */
function* begin(partition: string, input: InputOf<Id>, own: Own): Slices<Simulation | Failure> {
  const entries = contextEntries(input.ContextEntries);
  if (isFailure(entries)) return entries;
  yield;
  const policies = yield* inputSet({ ...policyInput, partition }, input.PolicyInputList ?? []);
  if (isFailure(policies)) return policies;
  yield;
  const boundaries = input.PermissionsBoundaryPolicyInputList ?? [];
  const boundary =
    boundaries.length === 0 ? own.boundary : yield* inputSet({ ...boundaryInput, partition }, boundaries);
  if (boundary !== undefined && isFailure(boundary)) return boundary;
  const owner = input.ResourceOwner === undefined ? undefined : ownerOf(input.ResourceOwner);
  if (typeof owner === "object") return owner;
  const resource = resourceLayer(partition, input, own.caller);
  if (resource !== undefined && isFailure(resource)) return resource;
  yield;
  return simulationOf({
    identity: policies.documents.length === 0 ? own.identity : [...own.identity, policies],
    boundary,
    resource,
    scps: own.scps,
    caller: own.caller ?? own.nobody,
    entries,
    owner,
    ids: own.ids,
  });
}

function resourceLayer(
  partition: string,
  input: InputOf<Id>,
  caller: SimulatedCaller | undefined,
): PolicySet | Failure | undefined {
  if (input.ResourcePolicy === undefined) return undefined;
  if (caller === undefined) return invalidInput("Invalid caller - Caller cannot be null or empty.");
  if (resourcesOf(input).includes(EVERYTHING))
    return invalidInput("Invalid Entity Arn: * does not clearly define entity type and name.");
  return resourcePolicy(input.ResourcePolicy, partition);
}

/** One page of results: only its own actions are evaluated. Gives way between policies, actions and resources. */
export function* simulate<I extends Id, F extends Found>(
  call: Call<I> & { readonly found: F; readonly entities: Entities<F>; readonly prepared: undefined },
  own: Own,
): Slices<Done<OutputOf<I>> | Failed> {
  const input = call.input as InputOf<Id>;
  const simulation = yield* begin(call.world.partition, input, own);
  if (isFailure(simulation)) return { kind: "failed", failure: simulation };
  yield;
  const resources = resourcesOf(input);
  const spanOf = spansOf(simulation);
  return yield* pageOf<I, F, string, undefined>(call, {
    badMarker: invalidInput("Invalid marker for pagination."),
    *entries(_, after) {
      const first = after === undefined ? 0 : Number(after) + 1;
      for (let at = first; at < input.ActionNames.length; at++) yield [String(at), input.ActionNames[at]!];
    },
    making: {
      mostWork: WORK.ofPage,
      estimate: estimates(simulation, resources),
      refuse: (action, estimate) => tooMuch(estimate, action, resources),
      *make(action) {
        const evaluations: Evaluation[] = [];
        for (const resource of resources) {
          evaluations.push(evaluate(simulation, spanOf, action, resource));
          yield;
        }
        return resultForm(action, evaluations);
      },
    },
  });
}
