import { NAMED, namings } from "../match/principal.ts";
import type { StatementBody } from "../statement-body.ts";
import type { PolicyType } from "../types.ts";
import {
  type Naming,
  NOT_EVERYONE_IN_TRUST,
  type PrincipalKind,
  REACH,
  REACH_OF,
} from "./combination.table.ts";
import type { Plan } from "./plan.ts";

const namesOfBits = Object.entries(NAMED) as readonly (readonly [Naming, number])[];

/** REACH_OF by kind of principal, the reach of NAMED's bits in their order. */
const rows = new Map(
  Object.entries(REACH_OF).map(([kind, row]) => [
    kind as PrincipalKind,
    namesOfBits.map(([name, bit]) => ({ bit, reach: REACH[row[name] ?? "none"] })),
  ]),
);

/** How far an Allow of the resource's policy reaches for this caller by the way it names it; REACH's numbers. */
export function reachOf(type: PolicyType, body: StatementBody, plan: Plan): number {
  const test = body.principal;
  // Without a principal nobody is named. NotPrincipal never comes with Allow.
  if (test === undefined || test.negated) return REACH.none;
  let named = namings(test, plan.principal);
  if (named === 0) return REACH.none;
  const { kind } = plan.principal;
  if (type === "trust" && NOT_EVERYONE_IN_TRUST[kind]) named &= ~NAMED.everyone;
  let furthest: number = REACH.none;
  for (const { bit, reach } of rows.get(kind)!) if (named & bit && reach > furthest) furthest = reach;
  return furthest;
}
