import { type CompiledStatement, insideOf } from "../compiled.ts";
import { MAYBE, YES } from "../match/truth.ts";
import { candidatesOf } from "../service-index.ts";
import type { Decision, LayerName, Layers, PolicySet } from "../types.ts";
import { REACH } from "./combination.table.ts";
import { matchStatement } from "./match-statement.ts";
import type { Plan } from "./plan.ts";
import { reachOf } from "./reach.ts";

/** What scanning for a match gave; MAYBE is remembered where nothing certain was found. */
export interface Found {
  certain: CompiledStatement | undefined;
  possible: CompiledStatement | undefined;
}

/** Every set that a Deny can stand in, in the order in which AWS names the layers. */
export function findDeny(layers: Layers, plan: Plan, found: Found): void {
  for (const level of plan.scps) if (scanDenies(level, plan, found)) return;
  for (const level of plan.rcps) if (scanDenies(level, plan, found)) return;
  if (layers.resource !== undefined && scanDeny(layers.resource, plan, found)) return;
  if (scanDenies(layers.identity, plan, found)) return;
  if (layers.boundary !== undefined && scanDeny(layers.boundary, plan, found)) return;
  if (layers.session !== undefined && scanDeny(layers.session, plan, found)) return;
  if (layers.endpoint !== undefined) scanDeny(layers.endpoint, plan, found);
}

function scanDenies(sets: readonly PolicySet[], plan: Plan, found: Found): boolean {
  for (const set of sets) if (scanDeny(set, plan, found)) return true;
  return false;
}

function scanDeny(set: PolicySet, plan: Plan, found: Found): boolean {
  for (const statement of candidatesOf(insideOf(set).index, plan.service).denies) {
    const truth = matchStatement(statement, plan);
    if (truth === YES) {
      found.certain = statement;
      return true;
    }
    if (truth === MAYBE) found.possible ??= statement;
  }
  return false;
}

/** An Allow in one of the sets. `hopeful`: what hangs on an unknown key counts. */
export function findAllow(
  sets: readonly PolicySet[],
  plan: Plan,
  hopeful: boolean,
): CompiledStatement | undefined {
  for (const set of sets)
    for (const statement of candidatesOf(insideOf(set).index, plan.service).allows)
      if (matchStatement(statement, plan) >= (hopeful ? MAYBE : YES)) return statement;
  return undefined;
}

interface Grant {
  readonly reach: number;
  readonly statement: CompiledStatement | undefined;
}

const noGrant: Grant = { reach: REACH.none, statement: undefined };

/** The Allow of the resource's policy that reaches furthest. */
export function findGrant(set: PolicySet | undefined, plan: Plan, hopeful: boolean): Grant {
  if (set === undefined || plan.unreachable) return noGrant;
  let grant = noGrant;
  for (const statement of candidatesOf(insideOf(set).index, plan.service).allows) {
    const reach = reachOf(set.type, statement, plan);
    if (reach <= grant.reach || matchStatement(statement, plan) < (hopeful ? MAYBE : YES)) continue;
    grant = { reach, statement };
    if (reach === REACH.alone) break;
  }
  return grant;
}

function implicit(layer: LayerName): Decision {
  return { outcome: "ImplicitDeny", layer, statement: undefined, unknownKeys: [] };
}

const IMPLICIT: Readonly<Record<LayerName, Decision>> = {
  identity: implicit("identity"),
  boundary: implicit("boundary"),
  session: implicit("session"),
  resource: implicit("resource"),
  trust: implicit("trust"),
  scp: implicit("scp"),
  rcp: implicit("rcp"),
  endpoint: implicit("endpoint"),
};

const ROOT_ALLOW: Decision = { outcome: "Allow", layer: undefined, statement: undefined, unknownKeys: [] };

/** The outcome where no Deny matches: the first layer in AWS's order that has no Allow, or an Allow. */
export function combineAllows(layers: Layers, plan: Plan, hopeful: boolean): Decision {
  for (const level of plan.rcps) if (findAllow(level, plan, hopeful) === undefined) return IMPLICIT.rcp;
  for (const level of plan.scps) if (findAllow(level, plan, hopeful) === undefined) return IMPLICIT.scp;
  if (layers.endpoint !== undefined && findAllow([layers.endpoint], plan, hopeful) === undefined)
    return IMPLICIT.endpoint;
  const grant = findGrant(layers.resource, plan, hopeful);
  const refused = grant.reach === REACH.none || plan.unreachable ? IMPLICIT[plan.resourceLayer] : undefined;
  switch (plan.demand) {
    case "resource":
      return refused ?? allowBy(grant.statement);
    case "resource-first":
      return refused ?? callerSide(layers, plan, grant, hopeful);
    case "both": {
      // The caller's side is named first; nothing that the resource says shortens it.
      const own = callerSide(layers, plan, noGrant, hopeful);
      return own.outcome === "Allow" ? (refused ?? own) : own;
    }
    case "either":
      return plan.unreachable ? IMPLICIT.resource : callerSide(layers, plan, grant, hopeful);
  }
}

function callerSide(layers: Layers, plan: Plan, grant: Grant, hopeful: boolean): Decision {
  const named = grant.reach >= REACH.identity ? grant.statement : undefined;
  let allow = named;
  if (named === undefined && plan.caller.identity === "policies") {
    allow = findAllow(layers.identity, plan, hopeful);
    if (allow === undefined) return IMPLICIT.identity;
  }
  if (grant.reach < REACH.alone) {
    const { boundary, session } = layers;
    if (boundary !== undefined && findAllow([boundary], plan, hopeful) === undefined)
      return IMPLICIT.boundary;
    if (
      session === undefined
        ? plan.caller.sessionPolicy === "required"
        : findAllow([session], plan, hopeful) === undefined
    )
      return IMPLICIT.session;
  }
  return allowBy(allow ?? grant.statement);
}

function allowBy(statement: CompiledStatement | undefined): Decision {
  return statement?.decision ?? ROOT_ALLOW;
}
