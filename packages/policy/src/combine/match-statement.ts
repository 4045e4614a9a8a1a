import type { CompiledStatement } from "../compiled.ts";
import type { Row } from "../index/candidates.ts";
import { actionMatches } from "../match/action.ts";
import { NAMED, namings, type PrincipalTest, spares } from "../match/principal.ts";
import { patternMatches, resourceMatches } from "../match/resource.ts";
import { and, MAYBE, NO, type Truth, YES } from "../match/truth.ts";
import { bodyOf, type StatementBody } from "../statement-body.ts";
import { UNKNOWN } from "../types.ts";
import type { Plan } from "./plan.ts";

/**
 * Does a statement apply to the request, through this pattern of its Resource? Its actions do: the index has seen
 * to it. For an Allow in the policy of a resource, `reachOf` also matters.
 */
export function matchRow({ body, pattern, statement }: Row, plan: Plan): Truth {
  // A document that could not be understood denies whatever is asked.
  if (body.unreadable) return YES;
  const resource =
    pattern === undefined ? resourceTruth(body, plan) : patternMatches(pattern, plan.resource, plan.context);
  return resource === NO ? NO : and(resource, restTruth(body, statement.effect, plan));
}

/** Does a statement apply to the request? */
export function matchStatement(statement: CompiledStatement, plan: Plan): Truth {
  const body = bodyOf(statement);
  if (body.unreadable) return YES;
  if (!actionMatches(statement.action!, plan.action.name)) return NO;
  const resource = resourceTruth(body, plan);
  return resource === NO ? NO : and(resource, restTruth(body, statement.effect, plan));
}

function restTruth(body: StatementBody, effect: "Allow" | "Deny", plan: Plan): Truth {
  const { principal, conditions } = body;
  if (principal !== undefined && !principalMatches(principal, effect, plan)) return NO;
  return conditions.length === 0 ? YES : conditionsTruth(body, plan);
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
  for (let i = 0; i < conditions.length; i++) {
    worst = and(worst, conditions[i]!.holds(context));
    if (worst === NO) return NO;
  }
  return worst;
}

/** Keys that were unknown and on which a statement that came out MAYBE hangs; lower case. */
export function keysInDoubt(statement: CompiledStatement, plan: Plan, into: Set<string>): void {
  const body = bodyOf(statement);
  const { context } = plan;
  const add = (keys: readonly string[]) => {
    for (const key of keys) if (context.get(key) === UNKNOWN) into.add(key);
  };
  if (resourceTruth(body, plan) === MAYBE) add(body.resource?.keys ?? []);
  for (const condition of body.conditions) if (condition.holds(context) === MAYBE) add(condition.keys);
}
