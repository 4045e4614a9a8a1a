import { callerLayers, contextOf } from "@portcullis/directory";
import { type Decision, decide, effortOf, type PolicySet, type SourceDocument } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { comparing, workOf } from "../simulation/work.ts";
import { type PlainStatement, statementsOf } from "./statements.ts";

type Result = "ALLOWED" | "DENIED" | "UNSURE";

/** What all questions may take at worst, by estimate, in nanoseconds. */
const MOST_WORK = 50e6;
/** Characters of the values of context keys, about. */
const CONTEXT = 1_000;

/**
 * Whether the caller may do all that a policy asks for, as far as that can be told beforehand. A pattern is asked for as
 * it is written: what allows `bucket/*` allows each object. Where conditions decide, or a Deny may cover a part of a
 * pattern, nobody knows; nor where there is too much to ask.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetDelegationRequest.html (PermissionCheckResult: "an
 * approximate result")
 */
export function permissionCheck(call: Call<OperationId>, policy: string): Result {
  const { caller, account, world, facts } = call;
  const { identity, ...others } = callerLayers(world.partition, caller);
  const limits = [others.boundary, others.session].filter((set) => set !== undefined);
  const layers = { identity, ...others, scps: [], rcps: [] };
  const context = contextOf(caller, facts, {});
  const hangs = doubtsOf(identity, limits);
  const ask = (action: string, arn: string): Result => {
    const request = { principal: caller.principal, action, resource: { arn, account }, context };
    const decision = decide(layers, request);
    if (hangs(decision, action, /[*?]/.test(action + arn))) return "UNSURE";
    return decision.outcome === "Allow" ? "ALLOWED" : "DENIED";
  };
  let result: Result = "ALLOWED";
  let work = 0;
  for (const { effect, actions, resources } of statementsOf(policy)) {
    if (effect === "Deny") continue;
    if (actions.negated || resources.negated) {
      result = "UNSURE";
      continue;
    }
    const compared = comparing(resources.values, CONTEXT);
    for (const action of actions.values) {
      const efforts = [...identity, ...limits].map((set) => effortOf(set, action));
      work += workOf(efforts, resources.values.length, compared, 0);
      if (work > MOST_WORK) return "UNSURE";
      for (const resource of resources.values) {
        const answer = ask(action, resource);
        if (answer === "DENIED") return answer;
        if (answer === "UNSURE") result = answer;
      }
    }
  }
  return result;
}

/** Whether a decision could be another one: at another time, or for a part of the pattern that was asked for. */
type Doubts = (decision: Decision, action: string, isPattern: boolean) => boolean;

function doubtsOf(identity: readonly PolicySet[], limits: readonly PolicySet[]): Doubts {
  const known = new Map<SourceDocument, readonly PlainStatement[]>();
  const statementsIn = ({ documents }: PolicySet) =>
    documents.flatMap((document) => {
      const statements = readable(document);
      known.set(document, statements);
      return statements;
    });
  const own = identity.flatMap(statementsIn);
  const limiting = limits.flatMap(statementsIn);
  const all = [...own, ...limiting];
  const conditional = ({ conditions }: PlainStatement) => conditions.length > 0;
  return ({ outcome, statement }, action, isPattern) => {
    const decider = statement && known.get(statement.document)?.[statement.index];
    const related = (each: PlainStatement) => mayCover(each, action);
    switch (outcome) {
      case "ExplicitDeny":
        return decider === undefined || conditional(decider);
      case "ImplicitDeny":
        return all.some((each) => each.effect === "Allow" && conditional(each) && related(each));
      case "Allow":
        return (
          (decider !== undefined && conditional(decider)) ||
          limiting.some((each) => conditional(each) && related(each)) ||
          all.some((each) => each.effect === "Deny" && (isPattern || conditional(each)) && related(each))
        );
    }
  };
}

/** Of a document that cannot be understood there are none: it denies by itself. */
function readable({ text }: SourceDocument): readonly PlainStatement[] {
  try {
    return statementsOf(text);
  } catch {
    return [];
  }
}

/** Service by service. */
function mayCover({ actions }: PlainStatement, action: string): boolean {
  const service = serviceOf(action);
  return (
    actions.negated ||
    service === "*" ||
    actions.values.some((each) => each === "*" || serviceOf(each) === service)
  );
}

const serviceOf = (action: string): string => action.slice(0, Math.max(1, action.indexOf(":"))).toLowerCase();
