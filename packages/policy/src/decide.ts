import { combineAllows, findDeny } from "./combine/combine.ts";
import { type Plan, planOf } from "./combine/plan.ts";
import { decisionOf } from "./decision-of.ts";
import { settleDoubt } from "./doubt/in-doubt.ts";
import type { Decision, Layers, Request } from "./types.ts";

/**
 * Is the request allowed? Stops as soon as the answer is certain and returns a decision that exists already.
 * An unknown context key counts as whatever denies; where another value could change the outcome, the denial lists
 * the key. Throws TypeError for a set that `compile` did not make, which is a bug of the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(layers: Layers, request: Request): Decision {
  return decidePlanned(layers, planOf(layers, request));
}

export function decidePlanned(layers: Layers, plan: Plan): Decision {
  const decision = decideStrictly(layers, plan);
  if (!plan.inDoubt) return decision;
  return settleDoubt(decision, layers, plan, (context) => {
    const known: Plan = { ...plan, context, doubtful: undefined, inDoubt: false };
    const settled = decideStrictly(layers, known);
    return known.inDoubt ? undefined : settled;
  });
}

/** Counts what hangs on an unknown key as whatever denies; the plan says whether it could be otherwise. */
function decideStrictly(layers: Layers, plan: Plan): Decision {
  const deny = findDeny(layers, plan);
  if (deny !== undefined) return decisionOf(deny);
  if (plan.doubtful !== undefined) {
    plan.inDoubt = true;
    return decisionOf(plan.doubtful);
  }
  const strict = combineAllows(layers, plan);
  if (strict.outcome === "Allow" || plan.doubtful === undefined) return strict;
  // Unknown keys can only add Allows here: with all of them, is it still a denial?
  plan.hopeful = true;
  plan.inDoubt = combineAllows(layers, plan).outcome === "Allow";
  plan.hopeful = false;
  return strict;
}
