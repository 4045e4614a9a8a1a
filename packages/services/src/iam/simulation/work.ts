import { type Effort, effortOf } from "@portcullis/policy";
import type { Failure } from "../../framework/api.ts";
import { invalidInput } from "./invalid-input.ts";
import type { Simulation } from "./simulation.ts";

/**
 * How long evaluations may take at worst, in nanoseconds: a simulation runs where every other call waits for it. A page
 * ends before this much work, as AWS's may be shorter than asked for; an action is one result, and is refused where it
 * is more than twice and a half of that by itself.
 */
export const WORK = { ofPage: 100e6, ofAction: 250e6 } as const;

/** Measured, on policies that are made to be slow. */
const COST = {
  evaluation: 20_000,
  /** Every statement is reported. */
  statement: 1_500,
  name: 50,
  namePattern: 1_500,
  /** One that covers the action may have to be told. */
  covering: 15_000,
  missingKey: 2_000,
  /** Of a pattern, by itself and for each character that it may be compared with. */
  character: 60,
  compared: 3,
} as const;

/** The work of an action on all resources, known before anything is compared. */
export function workOf(simulation: Simulation, action: string, resources: readonly string[]): number {
  const efforts = simulation.sets.map((set) => effortOf(set, action));
  const sum = (part: keyof Effort) => efforts.reduce((total, effort) => total + effort[part], 0);
  const { ofOrganization, ofOthers } = simulation.missing;
  const naming = sum("names") * COST.name + sum("namePatterns") * COST.namePattern;
  const each =
    COST.evaluation +
    naming +
    sum("statements") * COST.statement +
    sum("covering") * COST.covering +
    (ofOrganization.length + ofOthers.length) * COST.missingKey;
  const patterns = sum("patterns");
  const context = contextLength(simulation);
  const perCharacter = (resource: string) => COST.character + COST.compared * (resource.length + context);
  // The names are compared here too.
  return resources.reduce((total, resource) => total + each + patterns * perCharacter(resource), naming);
}

function contextLength({ entries, caller }: Simulation): number {
  let length = 0;
  for (const map of [entries, caller.defaults])
    for (const values of map.values()) for (const value of values) length += value.length + 1;
  return length;
}

export function tooMuchWork(work: number, action: string, resources: readonly string[]): Failure | undefined {
  if (work <= WORK.ofAction) return undefined;
  return invalidInput(
    `There is too much to evaluate for ${action} on ${resources.length} resources in one request.`,
  );
}
