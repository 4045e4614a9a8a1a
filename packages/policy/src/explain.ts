import { REACH } from "./combine/combination.table.ts";
import { findAllow, findGrant } from "./combine/combine.ts";
import { groupsOf, type LayerGroup } from "./combine/each-layer.ts";
import { conditionsTruth, principalMatches, resourceTruth } from "./combine/match-statement.ts";
import { type Plan, planOf } from "./combine/plan.ts";
import { reachOf } from "./combine/reach.ts";
import { reasonOf } from "./combine/reason.ts";
import { type CompiledStatement, insideOf, refOf } from "./compiled.ts";
import { decidePlanned } from "./decide.ts";
import { actionMatches } from "./match/action.ts";
import { MAYBE, NO, YES } from "./match/truth.ts";
import { bodyOf } from "./statement-body.ts";
import { positionsIn } from "./text/position.ts";
import type {
  Explanation,
  LayerName,
  Layers,
  Outcome,
  PolicySet,
  Request,
  StatementReport,
} from "./types.ts";

type Failed = NonNullable<StatementReport["failed"]>;

/**
 * The same decision as `decide`, with everything that was looked at: each statement of each layer that applies,
 * the part of it that did not match, each layer's own outcome, and AWS's reason for a denial. A statement that
 * hangs on an unknown key counts as matched in a Deny and as not matched in an Allow.
 */
export function explain(layers: Layers, request: Request): Explanation {
  const plan = planOf(layers, request);
  const decision = decidePlanned(layers, plan);
  const groups = groupsOf(layers, plan);
  const statements = groups.flatMap(({ layer, sets }) => sets.flatMap((set) => reportsOf(layer, set, plan)));
  return {
    ...decision,
    statements,
    layers: layerOutcomes(layers, plan, groups, statements),
    reason: reasonOf(decision, plan.action.written),
  };
}

function reportsOf(layer: LayerName, set: PolicySet, plan: Plan): readonly StatementReport[] {
  const places = new Map(set.documents.map((document) => [document, positionsIn(document.text)]));
  return insideOf(set).statements.map((statement) => {
    const { effect, start, end, home } = statement;
    const positionAt = places.get(home.document) ?? positionsIn(home.document.text);
    const failed = failedPart(set, statement, plan);
    return {
      layer,
      statement: refOf(statement),
      effect,
      matched: failed === undefined,
      ...(failed === undefined ? {} : { failed }),
      // Worked out when asked for: most are not, and finding the lines of a text means reading all of it.
      get start() {
        return positionAt(start);
      },
      get end() {
        return positionAt(end);
      },
    };
  });
}

function failedPart(set: PolicySet, statement: CompiledStatement, plan: Plan): Failed | undefined {
  const { effect } = statement;
  const body = bodyOf(statement);
  if (body.unreadable) return undefined;
  const grants = layersOfGrants.includes(set.type) && effect === "Allow";
  const named = grants
    ? reachOf(set.type, body, plan) > REACH.none
    : body.principal === undefined || principalMatches(body.principal, effect, plan);
  if (!named) return { part: "principal", detail: "the principal is not named" };
  if (!actionMatches(statement.action!, plan.action.name))
    return { part: "action", detail: `the action \`${plan.action.written}\` is not covered` };
  const needed = effect === "Deny" ? MAYBE : YES;
  const resource = resourceTruth(body, plan);
  if (resource < needed)
    return {
      part: "resource",
      detail: `the resource \`${plan.resource}\` ${resource === NO ? "is not covered" : "hangs on an unknown key"}`,
    };
  if (conditionsTruth(body, plan) >= needed) return undefined;
  const condition = body.conditions.find((each) => each.holds(plan.context) < needed)!;
  const unknown = condition.holds(plan.context) === MAYBE ? " hangs on an unknown key" : " does not hold";
  return { part: "condition", detail: `\`${condition.operator}\` of \`${condition.key}\`${unknown}` };
}

const layersOfGrants: readonly PolicySet["type"][] = ["resource", "trust", "key"];

function layerOutcomes(
  layers: Layers,
  plan: Plan,
  groups: readonly LayerGroup[],
  reports: readonly StatementReport[],
): Explanation["layers"] {
  const outcomes = new Map<LayerName, Outcome>();
  for (const { layer, sets } of groups) {
    const allowed =
      layer === plan.resourceLayer
        ? findGrant(layers.resource, plan).reach > REACH.none
        : findAllow(sets, plan) !== undefined;
    // Every level of a guardrail must allow.
    if (!allowed || !outcomes.has(layer)) outcomes.set(layer, allowed ? "Allow" : "ImplicitDeny");
  }
  if (plan.caller.identity === "implicit") outcomes.set("identity", "Allow");
  if (plan.caller.sessionPolicy === "required" && layers.session === undefined)
    outcomes.set("session", "ImplicitDeny");
  for (const { layer, effect, matched } of reports)
    if (effect === "Deny" && matched) outcomes.set(layer, "ExplicitDeny");
  return [...outcomes].map(([layer, outcome]) => ({ layer, outcome }));
}
