import { callerLayers, contextOf } from "@portcullis/directory";
import { type Context, decide, type PolicySet, UNKNOWN } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { type RequestedStatement, statementsOf } from "./statements.ts";

type Result = "ALLOWED" | "DENIED" | "UNSURE";

/** Questions that are asked; a policy of the greatest length could make ten thousands of them. */
const MOST_QUESTIONS = 500;

/** What of a later call is known now: who makes it. */
const ofPrincipal = /^aws:(?:principal|userid$|username$)/;

/**
 * Whether the caller may do all that a policy asks for, as far as that can be told beforehand. A pattern is asked for as
 * it is written: what allows `bucket/*` allows each object. Where the caller's permissions hang on conditions, or a Deny
 * may cover a part of a pattern, nobody knows.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetDelegationRequest.html (PermissionCheckResult: "an
 * approximate result")
 */
export function permissionCheck(call: Call<OperationId>, policy: string): Result {
  const { caller, account, world, facts } = call;
  const layers = { ...callerLayers(world.partition, caller), scps: [], rcps: [] };
  const sets = [...layers.identity, layers.boundary, layers.session].filter((set) => set !== undefined);
  const denies = sets.some(hasDeny);
  const known = contextOf(caller, facts, {});
  const context: Context = { get: (key) => (ofPrincipal.test(key) ? known.get(key) : UNKNOWN) };
  const ask = (action: string, arn: string): Result => {
    const request = { principal: caller.principal, action, resource: { arn, account }, context };
    const { outcome, unknownKeys } = decide(layers, request);
    if (outcome !== "Allow") return unknownKeys.length > 0 ? "UNSURE" : "DENIED";
    return denies && /[*?]/.test(action + arn) ? "UNSURE" : "ALLOWED";
  };
  let result: Result = "ALLOWED";
  let questions = 0;
  for (const statement of statementsOf(policy)) {
    if (statement.effect === "Deny") continue;
    if (statement.actions.negated || statement.resources.negated) {
      result = "UNSURE";
      continue;
    }
    for (const [action, resource] of pairsOf(statement)) {
      if (++questions > MOST_QUESTIONS) return "UNSURE";
      const answer = ask(action, resource);
      if (answer === "DENIED") return answer;
      if (answer === "UNSURE") result = answer;
    }
  }
  return result;
}

function* pairsOf({ actions, resources }: RequestedStatement): Iterable<readonly [string, string]> {
  for (const action of actions.values) for (const resource of resources.values) yield [action, resource];
}

function hasDeny(set: PolicySet): boolean {
  return set.documents.some(({ text }) => {
    try {
      return statementsOf(text).some(({ effect }) => effect === "Deny");
    } catch {
      return true;
    }
  });
}
