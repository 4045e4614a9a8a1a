import { combineAllows, findAllow, findDeny } from "./combine/combine.ts";
import { groupsOf } from "./combine/each-layer.ts";
import { keysInDoubt, matchStatement } from "./combine/match-statement.ts";
import { type Plan, planOf } from "./combine/plan.ts";
import { insideOf } from "./compiled.ts";
import { decisionOf } from "./decision-of.ts";
import { MAYBE } from "./match/truth.ts";
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
  const deny = findDeny(layers, plan);
  if (deny !== undefined) return decisionOf(deny);
  const possible = plan.doubtful;
  plan.doubtful = undefined;
  const strict = combineAllows(layers, plan);
  if (possible !== undefined) return inDoubt(decisionOf(possible), layers, plan);
  if (strict.outcome === "Allow" || plan.doubtful === undefined) return strict;
  // Unknown keys can only add Allows here: with all of them, is it still a denial?
  plan.hopeful = true;
  const hopeful = combineAllows(layers, plan);
  plan.hopeful = false;
  return hopeful.outcome === "Allow" ? inDoubt(strict, layers, plan) : strict;
}

function inDoubt(decision: Decision, layers: Layers, plan: Plan): Decision {
  const keys = new Set<string>();
  for (const { layer, sets } of groupsOf(layers, plan)) {
    // Where an Allow is certain another one changes nothing, except how far a resource's policy reaches.
    const allowed = layer !== plan.resourceLayer && findAllow(sets, plan) !== undefined;
    for (const set of sets)
      for (const statement of insideOf(set).statements) {
        if (statement.effect === "Allow" && allowed) continue;
        if (matchStatement(statement, plan) === MAYBE) keysInDoubt(statement, plan, keys);
      }
  }
  return { ...decision, unknownKeys: [...keys].sort() };
}
