import type { CompiledStatement } from "../compiled.ts";
import { NAMED, namings } from "../match/principal.ts";
import type { PolicyType } from "../types.ts";
import { type Naming, NOT_EVERYONE_IN_TRUST, REACH, REACH_OF } from "./combination.table.ts";
import type { Plan } from "./plan.ts";

const namesOfBits = Object.entries(NAMED) as readonly (readonly [Naming, number])[];

/** How far an Allow of the resource's policy reaches for this caller by the way it names it; REACH's numbers. */
export function reachOf(type: PolicyType, { body }: CompiledStatement, plan: Plan): number {
  const test = body?.principal;
  // Without a principal nobody is named. NotPrincipal never comes with Allow.
  if (test === undefined || test.negated) return REACH.none;
  let named = namings(test, plan.principal);
  if (type === "trust" && NOT_EVERYONE_IN_TRUST[plan.principal.kind]) named &= ~NAMED.everyone;
  let furthest: number = REACH.none;
  const row = REACH_OF[plan.principal.kind];
  for (const [name, bit] of namesOfBits)
    if (named & bit) furthest = Math.max(furthest, REACH[row[name] ?? "none"]);
  return furthest;
}
