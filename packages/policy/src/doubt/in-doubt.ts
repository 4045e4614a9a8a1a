import { findAllow } from "../combine/combine.ts";
import { groupsOf } from "../combine/each-layer.ts";
import { keysInDoubt, matchStatement } from "../combine/match-statement.ts";
import type { Plan } from "../combine/plan.ts";
import { type CompiledStatement, insideOf } from "../compiled.ts";
import { MAYBE } from "../match/truth.ts";
import type { Context, ContextValue, Decision, Layers } from "../types.ts";
import { type KeyValues, keyValues } from "./key-values.ts";
import { askFor, questionsOf, withKeys } from "./questions.ts";

/** So many completions are tried; a denial that hangs on more lists every key that it may hang on. */
const MOST_COMPLETIONS = 1024;

/**
 * Statements hang on unknown keys: does the outcome? Every kind of completion is tried. Where all end alike, that is
 * the decision; else `denial` stands, and lists the keys whose values turn the outcome. What cannot be tried whole
 * is in doubt. `decideWith` decides with a context that knows these keys; undefined where even that is in doubt.
 */
export function settleDoubt(
  denial: Decision,
  layers: Layers,
  plan: Plan,
  decideWith: (context: Context) => Decision | undefined,
): Decision {
  const statements = statementsInDoubt(layers, plan);
  const keys = new Set<string>();
  for (const statement of statements) keysInDoubt(statement, plan, keys);
  const sorted = [...keys].sort();
  const questions = questionsOf(sorted);
  for (const statement of statements) askFor(statement, plan, questions);
  const all = { ...denial, unknownKeys: sorted };
  const values: KeyValues[] = [];
  let count = 1;
  for (const key of sorted) {
    const found = keyValues(questions.get(key)!);
    values.push(found);
    count *= found.completions.length;
    // Before the rest is worked out: it is dear, and there may be many keys.
    if (count > MOST_COMPLETIONS) return all;
  }
  const decisions: Decision[] = [];
  for (let at = 0; at < count; at++) {
    const decision = decideWith(withKeys(plan.context, completion(sorted, values, at)));
    if (decision === undefined) return all;
    decisions.push(decision);
  }
  const turning = turningKeys(sorted, values, decisions);
  if (turning.length > 0)
    return { ...denial, unknownKeys: values.every((each) => each.all) ? turning : sorted };
  return values.every((each) => each.all) ? (decisions[0] ?? all) : all;
}

function statementsInDoubt(layers: Layers, plan: Plan): readonly CompiledStatement[] {
  return groupsOf(layers, plan).flatMap(({ layer, sets }) => {
    // Where an Allow is certain another one changes nothing, except how far a resource's policy reaches.
    const allowed = layer !== plan.resourceLayer && findAllow(sets, plan) !== undefined;
    return sets
      .flatMap((set) => insideOf(set).statements)
      .filter(
        (statement) =>
          !(statement.effect === "Allow" && allowed) && matchStatement(statement, plan) === MAYBE,
      );
  });
}

/** The completion with this number: each key's value is a digit of it. */
function completion(
  keys: readonly string[],
  values: readonly KeyValues[],
  number: number,
): Map<string, ContextValue> {
  const chosen = new Map<string, ContextValue>();
  let rest = number;
  keys.forEach((key, at) => {
    const { completions } = values[at]!;
    chosen.set(key, completions[rest % completions.length]);
    rest = Math.floor(rest / completions.length);
  });
  return chosen;
}

/** The keys that turn the outcome of some completion. */
function turningKeys(
  keys: readonly string[],
  values: readonly KeyValues[],
  decisions: readonly Decision[],
): readonly string[] {
  let stride = 1;
  return keys.filter((_, at) => {
    const { length } = values[at]!.completions;
    const own = stride;
    stride *= length;
    return decisions.some(({ outcome }, number) => {
      const digit = Math.floor(number / own) % length;
      return decisions[number - digit * own]!.outcome !== outcome;
    });
  });
}
