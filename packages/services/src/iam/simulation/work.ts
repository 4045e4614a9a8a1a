import { type Effort, effortOf, type PolicySet } from "@portcullis/policy";
import { escapeXml } from "@portcullis/wire";
import type { Failure } from "../../framework/api.ts";
import { type Estimate, PAGE_TEXT } from "../../framework/list-operation.ts";
import { invalidInput } from "./invalid-input.ts";
import type { Simulation } from "./simulation.ts";

/**
 * How long evaluations may take at worst, in nanoseconds: a simulation runs in slices between all other calls. A page
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

/**
 * Characters around what is told: tags, numbers, and words of a fixed list. All of it is told again of each resource,
 * so a short request may ask for a very long answer.
 */
const TOLD = {
  result: 1_000,
  resource: 200,
  ofBoundary: 140,
  ofSides: 260,
  statement: 256,
  key: 17,
} as const;

/** What an action on all resources may be, known before anything is compared. */
export function estimates(
  simulation: Simulation,
  resources: readonly string[],
): (action: string) => Estimate {
  const { sets, boundary, resource: policy, owner, missing } = simulation;
  const { ofOrganization, ofOthers } = missing;
  const compared = comparing(resources, contextLength(simulation));
  // An organization's statements are not told.
  const telling = sets.map((set) => (set.type === "scp" ? 0 : tellingOf(simulation, set)));
  const keys = [keyText(ofOrganization), keyText(ofOthers)] as const;
  const named =
    resources.reduce((total, resource) => total + escapeXml(resource).length, 0) +
    resources.length *
      (TOLD.resource +
        (boundary === undefined ? 0 : TOLD.ofBoundary) +
        (policy === undefined && owner === undefined ? 0 : TOLD.ofSides));
  return (action) => {
    const efforts = sets.map((set) => effortOf(set, action));
    const told = efforts.reduce((total, { covering }, at) => total + covering * telling[at]!, 0);
    return {
      work: workOf(efforts, resources.length, compared, ofOrganization.length + ofOthers.length),
      // A resource has statements that decide, or keys that are missing where none does; the whole repeats the statements.
      text: TOLD.result + told + named + resources.length * Math.max(...keys, told),
    };
  };
}

/**
 * Nanoseconds of comparing one character of a pattern, at worst, over all resources.
 * @param context characters of all values of context keys
 */
export function comparing(resources: readonly string[], context: number): number {
  const characters = resources.reduce((total, { length }) => total + length, 0);
  return COST.character * resources.length + COST.compared * (characters + context * resources.length);
}

/** Nanoseconds of evaluating an action on so many resources, at worst. */
export function workOf(
  efforts: readonly Effort[],
  resources: number,
  compared: number,
  missingKeys: number,
): number {
  const sum = (part: keyof Effort) => efforts.reduce((total, effort) => total + effort[part], 0);
  const naming = sum("names") * COST.name + sum("namePatterns") * COST.namePattern;
  const each =
    COST.evaluation +
    naming +
    sum("statements") * COST.statement +
    sum("covering") * COST.covering +
    missingKeys * COST.missingKey;
  // The names are compared by this estimate, too.
  return naming + resources * each + sum("patterns") * compared;
}

/** The text of one statement of a set at most: it is told of everyone who has its document. */
function tellingOf({ ids }: Simulation, { documents }: PolicySet): number {
  return documents.reduce((most, document) => {
    const of = ids.get(document) ?? [document.source.name];
    return Math.max(
      most,
      of.reduce((total, { length }) => total + TOLD.statement + length, 0),
    );
  }, 0);
}

function keyText(keys: readonly string[]): number {
  return keys.reduce((total, key) => total + TOLD.key + escapeXml(key).length, 0);
}

function contextLength({ entries, caller }: Simulation): number {
  let length = 0;
  for (const map of [entries, caller.defaults])
    for (const values of map.values()) for (const value of values) length += value.length + 1;
  return length;
}

export function tooMuch(
  { work, text }: Estimate,
  action: string,
  resources: readonly string[],
): Failure | undefined {
  if (work <= WORK.ofAction && text <= PAGE_TEXT) return undefined;
  return invalidInput(
    `There is too much to evaluate for ${action} on ${resources.length} resources in one request.`,
  );
}
