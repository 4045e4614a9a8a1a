/** Steps over all kinds: what each does, those that make everything, and those that take it apart. */
import fc from "fast-check";
import type { Command, Deletion, Kind, Make, Named, Read, Step, Taken } from "./kind.ts";
import { kinds } from "./kinds.table.ts";
import { type AccountModel, emptyModel } from "./model.ts";

const commands: readonly Make[] = kinds.flatMap((kind) => kind.commands);
/** Together they tell everything that the model holds. */
export const reads: readonly Read[] = kinds.flatMap((kind) => kind.reads);

/** Places among all commands of those of one kind: one that is to be drawn more often comes more often. */
function commandsOf(kind: Kind): readonly number[] {
  return kind.commands.map((make) => commands.indexOf(make));
}

/** Any step of some kinds. */
export function anyStep(some: readonly Kind[]): fc.Arbitrary<Step> {
  return fc.record({
    command: fc.constantFrom(...some.flatMap(commandsOf)),
    name: fc.nat({ max: 5 }),
    second: fc.nat({ max: 5 }),
    upper: fc.boolean(),
  });
}

/** What a step does to a model, and what it should be answered. */
export function commandOf(model: AccountModel, step: Taken): Command {
  const spell = (name: string) => (step.upper ? name.toUpperCase() : name);
  return commands[step.command]!(model, step, spell);
}

/** Takes everything in an account apart by the operations alone; each of them succeeds in this order. */
export function clearing(model: AccountModel): readonly Deletion[] {
  return kinds.flatMap((kind) => kind.clearing(model));
}

export function remember(named: Named, under: string, name: string): Named {
  return new Map(named).set(under, [...(named.get(under) ?? []), name]);
}

const nothingYet = { named: new Map(), now: Date.UTC(2026, 0, 1), made: "" };

/** Steps that make one of everything, so that the steps after them meet something. */
export const making: readonly Step[] = commands.flatMap((_, command) =>
  [0, 1, 2]
    .map((name) => ({ command, name, second: name, upper: false }))
    .filter((step) => commandOf(emptyModel(), { ...step, ...nothingYet }).error === undefined),
);
