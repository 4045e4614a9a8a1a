import type { CompiledStatement, StatementBody } from "../compiled.ts";
import { actionMatches } from "../match/action.ts";
import { NAMED, namings, type PrincipalTest, spares } from "../match/principal.ts";
import { resourceMatches } from "../match/resource.ts";
import { and, MAYBE, NO, type Truth, YES } from "../match/truth.ts";
import { UNKNOWN } from "../types.ts";
import type { Plan } from "./plan.ts";

/** Does a statement apply to the request? For an Allow in the policy of a resource, `reachOf` also matters. */
export function matchStatement({ body, effect }: CompiledStatement, plan: Plan): Truth {
  // A document that could not be understood denies whatever is asked.
  if (body === undefined) return YES;
  if (!actionMatches(body.action, plan.action)) return NO;
  if (body.principal !== undefined && !principalMatches(body.principal, effect, plan)) return NO;
  const resource = resourceTruth(body, plan);
  if (resource === NO) return NO;
  return and(resource, conditionsTruth(body, plan));
}

export function principalMatches(test: PrincipalTest, effect: "Allow" | "Deny", plan: Plan): boolean {
  const named = namings(test, plan.principal);
  if (test.negated) {
    // The guide: NotPrincipal with Deny always denies a principal that has a permissions boundary.
    const bound = plan.bounded && plan.caller.identity !== "none";
    return bound || !spares(named, plan.principal);
  }
  // Who cannot be told is not let in, and is not let past a Deny.
  return effect === "Deny" ? named !== 0 : (named & ~NAMED.unresolved) !== 0;
}

export function resourceTruth({ resource }: StatementBody, plan: Plan): Truth {
  return resource === undefined ? YES : resourceMatches(resource, plan.resource, plan.context);
}

export function conditionsTruth({ conditions }: StatementBody, { context }: Plan): Truth {
  let worst: Truth = YES;
  for (const condition of conditions) {
    worst = and(worst, condition.holds(context));
    if (worst === NO) return NO;
  }
  return worst;
}

/** Keys that were unknown and on which a statement that came out MAYBE hangs; lower case. */
export function keysInDoubt({ body }: CompiledStatement, plan: Plan, into: Set<string>): void {
  if (body === undefined) return;
  const { context } = plan;
  const add = (keys: readonly string[]) => {
    for (const key of keys) if (context.get(key) === UNKNOWN) into.add(key);
  };
  if (resourceTruth(body, plan) === MAYBE) add(body.resource?.keys ?? []);
  for (const condition of body.conditions) if (condition.holds(context) === MAYBE) add(condition.keys);
}
