/** Every pattern of an input's string as an automaton, and the rows of the hand-kept tables checked for use. */
import type { LimitRow, PatternRow, ShapeRow } from "../../packages/aws-model/src/patterns.table.ts";
import { type Automaton, automaton, longest } from "./automaton.ts";
import { type Model, reachable } from "./model.ts";
import { parsePattern } from "./pattern-parser.ts";

export interface Patterns {
  readonly automata: Readonly<Record<string, Automaton>>;
  /** `service:shape` → the maximum that the model lacks. */
  readonly limits: ReadonlyMap<string, number>;
}

/** Throws for a pattern without an automaton, for one without a bound, and for rows that nothing uses. */
export function patterns(
  models: readonly (readonly [service: string, model: Model])[],
  patternRows: readonly PatternRow[],
  limitRows: readonly LimitRow[],
): Patterns {
  const instead = new Map(patternRows.map((row) => [row.pattern, row.instead]));
  const limits = new Map<string, number>(limitRows.map((row) => [row.shape, row.max]));
  const automata: Record<string, Automaton> = {};
  const used = new Set<string>();
  for (const [service, model] of models) {
    for (const name of [...reachable(model, "input")].sort()) {
      const { pattern, max, type } = model.shapes[name]!;
      if (type !== "string" || pattern === undefined) continue;
      const place = `${service}:${name}`;
      automata[pattern] ??= translate(instead.get(pattern) ?? pattern, place);
      used.add(pattern);
      if (max !== undefined || longest(automata[pattern]) !== undefined) continue;
      if (!limits.has(place)) {
        throw new Error(`${place} has the pattern ${pattern} and no maximum: give it one in limitRows`);
      }
      used.add(place);
    }
  }
  for (const row of [...instead.keys(), ...limits.keys()]) {
    if (!used.has(row)) throw new Error(`patterns.table.ts has a row for ${row}, which nothing needs`);
  }
  return { automata, limits };
}

/** A model with other patterns for some of its shapes. Throws for a row of a shape that has no pattern. */
export function withShapeRows(service: string, model: Model, rows: readonly ShapeRow[]): Model {
  const shapes = { ...model.shapes };
  for (const { shape, pattern } of rows) {
    const [of, name = ""] = shape.split(":");
    if (of !== service) continue;
    const found = shapes[name];
    if (found?.pattern === undefined || found.pattern === pattern)
      throw new Error(`patterns.table.ts has a row for ${shape}, which nothing needs`);
    shapes[name] = { ...found, pattern };
  }
  return { ...model, shapes };
}

function translate(pattern: string, place: string): Automaton {
  try {
    return automaton(parsePattern(pattern));
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}: give it a row in patternRows`);
  }
}
