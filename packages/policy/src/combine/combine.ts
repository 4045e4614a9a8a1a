import type { CompiledStatement } from "../compiled.ts";
import { decisionOf } from "../decision-of.ts";
import type { Decision, LayerName, Layers, PolicySet } from "../types.ts";
import { REACH } from "./combination.table.ts";
import type { Plan } from "./plan.ts";
import { forPlan, type Grant, search } from "./search.ts";

/** A Deny in one of the sets in which one can stand, in the order in which AWS names the layers. */
export function findDeny(layers: Layers, plan: Plan): CompiledStatement | undefined {
  for (const level of plan.scps) {
    const found = denyOf(level, plan);
    if (found !== undefined) return found;
  }
  for (const level of plan.rcps) {
    const found = denyOf(level, plan);
    if (found !== undefined) return found;
  }
  const { resource, identity, boundary, session, endpoint } = layers;
  return (
    denyIn(resource, plan) ??
    denyOf(identity, plan) ??
    denyIn(boundary, plan) ??
    denyIn(session, plan) ??
    denyIn(endpoint, plan)
  );
}

function denyOf(sets: readonly PolicySet[], plan: Plan): CompiledStatement | undefined {
  for (let i = 0; i < sets.length; i++) {
    const found = denyIn(sets[i], plan);
    if (found !== undefined) return found;
  }
  return undefined;
}

function denyIn(set: PolicySet | undefined, plan: Plan): CompiledStatement | undefined {
  return set === undefined ? undefined : search(forPlan(set, plan).denies, plan);
}

/** An Allow in one of the sets. */
export function findAllow(sets: readonly PolicySet[], plan: Plan): CompiledStatement | undefined {
  for (let i = 0; i < sets.length; i++) {
    const found = allowIn(sets[i]!, plan);
    if (found !== undefined) return found;
  }
  return undefined;
}

function allowIn(set: PolicySet, plan: Plan): CompiledStatement | undefined {
  return search(forPlan(set, plan).allows, plan);
}

const noGrant: Readonly<Grant> = { reach: REACH.none, statement: undefined };

/** The Allow of the resource's policy that reaches furthest. */
export function findGrant(set: PolicySet | undefined, plan: Plan): Readonly<Grant> {
  if (set === undefined || plan.unreachable) return noGrant;
  const grant: Grant = { reach: REACH.none, statement: undefined };
  search(forPlan(set, plan).allows, plan, grant);
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
export function combineAllows(layers: Layers, plan: Plan): Decision {
  for (const level of plan.rcps) if (findAllow(level, plan) === undefined) return IMPLICIT.rcp;
  for (const level of plan.scps) if (findAllow(level, plan) === undefined) return IMPLICIT.scp;
  if (layers.endpoint !== undefined && allowIn(layers.endpoint, plan) === undefined) return IMPLICIT.endpoint;
  const grant = findGrant(layers.resource, plan);
  const refused = grant.reach === REACH.none || plan.unreachable ? IMPLICIT[plan.resourceLayer] : undefined;
  switch (plan.demand) {
    case "resource":
      return refused ?? allowBy(grant.statement);
    case "resource-first":
      return refused ?? callerSide(layers, plan, grant);
    case "both": {
      // The caller's side is named first; nothing that the resource says shortens it.
      const own = callerSide(layers, plan, noGrant);
      return own.outcome === "Allow" ? (refused ?? own) : own;
    }
    case "either":
      return plan.unreachable ? IMPLICIT.resource : callerSide(layers, plan, grant);
  }
}

function callerSide(layers: Layers, plan: Plan, grant: Readonly<Grant>): Decision {
  const named = grant.reach >= REACH.identity ? grant.statement : undefined;
  let allow = named;
  if (named === undefined && plan.caller.identity === "policies") {
    allow = findAllow(layers.identity, plan);
    if (allow === undefined) return IMPLICIT.identity;
  }
  const { boundary, session } = layers;
  const limited = grant.reach < REACH.alone;
  if (limited && boundary !== undefined && allowIn(boundary, plan) === undefined) return IMPLICIT.boundary;
  if (limited || layers.delegated === true) {
    if (
      session === undefined ? plan.caller.sessionPolicy === "required" : allowIn(session, plan) === undefined
    )
      return IMPLICIT.session;
  }
  return allowBy(allow ?? grant.statement);
}

function allowBy(statement: CompiledStatement | undefined): Decision {
  return statement === undefined ? ROOT_ALLOW : decisionOf(statement);
}
