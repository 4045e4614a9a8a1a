/** What a property test knows of one kind of thing in an account: how it is changed, read and taken apart. */
import type { InputOf, OperationId, OutputOf } from "@portcullis/services";
import type { AccountModel } from "./model.ts";

/** Names and choices of one step, all of them small so that they meet. */
export interface Step {
  readonly command: number;
  readonly name: number;
  readonly second: number;
  readonly upper: boolean;
}

/** What the server named by itself, as its answers told: newest last, by what each belongs to. */
export type Named = ReadonlyMap<string, readonly string[]>;

/** A step as a client takes it. */
export interface Taken extends Step {
  /** What was known by then. */
  readonly named: Named;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What the answer to this very step named. */
  readonly made: string;
}

export interface Command {
  readonly id: OperationId;
  readonly input: object;
  /** The code of the error that the model expects. */
  readonly error: string | undefined;
  readonly apply: () => void;
  /** What the output names, and what it is remembered under. */
  readonly names?: { readonly under: string; readonly of: (output: never) => string };
}

/** @param spell a name in the spelling of the step, for those that are found in any */
export type Make = (model: AccountModel, step: Taken, spell: (name: string) => string) => Command;

export interface Read {
  readonly id: OperationId;
  readonly input: object;
  /** What is compared of an answer. */
  readonly of: (output: never) => unknown;
  /** The same by the model; a text is the code of an error. */
  readonly expect: (model: AccountModel) => unknown;
}

export type Deletion = readonly [id: OperationId, input: object];

export interface Kind {
  readonly commands: readonly Make[];
  /** Together they tell everything that the model holds of it. */
  readonly reads: readonly Read[];
  /** Each of them succeeds in this order, once the kinds were cleared that stand before this one in the table. */
  readonly clearing: (model: AccountModel) => readonly Deletion[];
}

export const NONE = "NoSuchEntity";
export const TAKEN = "EntityAlreadyExists";
export const CONFLICT = "DeleteConflict";
export const FULL = "LimitExceeded";

export function command<I extends OperationId>(
  id: I,
  input: InputOf<I>,
  error: string | undefined | false,
  apply: () => void,
  names?: { readonly under: string; readonly of: (output: OutputOf<I>) => string },
): Command {
  const expected = error === false ? undefined : error;
  return { id, input: (input ?? {}) as object, error: expected, apply, ...(names && { names }) };
}

export function read<I extends OperationId>(
  id: I,
  input: object,
  of: (output: OutputOf<I>) => unknown,
  expect: (model: AccountModel) => unknown,
): Read {
  return { id, input, of: of as Read["of"], expect };
}

/** What is found under a name, as it should be told; or that nothing is. */
export function found<T>(
  of: (model: AccountModel) => T | undefined,
  tell: (one: T, model: AccountModel) => unknown,
) {
  return (model: AccountModel): unknown => {
    const one = of(model);
    return one === undefined ? NONE : tell(one, model);
  };
}

/** One of the two newest names that are known, or one that nothing has. */
export function knownOne({ named, second }: Taken, under: string): string {
  const all = named.get(under) ?? [];
  return all.at(-1 - (second % 2)) ?? all.at(-1) ?? "NOBODYNAMEDANYTHINGSOFAR";
}
