import { type Attempt, type Attempted, sameClaim } from "./attempt.ts";
import type { Cell, Head } from "./cell.ts";
import { claimTaken } from "./claim-taken.ts";
import type { Commit, OnceKey, RealmWrite } from "./contract.ts";

/** A command that waits for its turn. */
export interface Command<S> {
  readonly attempt: Attempt<S, unknown>;
  readonly urgent: boolean;
  /** Drawn once, so that every attempt names its change the same. */
  readonly changeId: string;
  /** Claims that somebody else holds. */
  readonly taken: OnceKey[];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** A batch: its commands attempted one after another, each on what the one before would leave. */
export interface Folded<S> {
  /** Provisional until the commit is durable. */
  readonly head: Head<S>;
  readonly commit: Commit;
  /** One for each command that was attempted, in order; the rest did not fit. */
  readonly outcomes: readonly Outcome[];
}

/** Characters of bodies and records in one batch: it ends with the command that reaches them. */
const mostCharacters = 4 << 20;

/** Attempts the commands on the cell's committed snapshot, until the batch is full. Writes nothing. */
export function fold<S>(cell: Cell<S>, commands: readonly Command<S>[]): Folded<S> {
  let head = cell.head();
  let characters = 0;
  const outcomes: Outcome[] = [];
  const writes: RealmWrite[] = [];
  const relied: Commit["relied"][number][] = [];
  const events: Commit["events"][number][] = [];
  const once: Commit["once"][number][] = [];

  function add(command: Command<S>): Outcome {
    const attempted = attempt(command, head, once);
    const { changes } = attempted;
    if (changes !== undefined) {
      const { changeId } = command;
      const revision = head.revision + 1;
      const expected = { expected: head.revision, expectedChangeId: head.changeId };
      const write = { realm: cell.realm, ...expected, revision, changeId, ...changes };
      head = cell.after(head, write);
      writes.push(write);
      for (const { body } of changes.puts) characters += body.length;
    }
    for (const event of attempted.events) {
      events.push(event);
      characters += event.record.length;
    }
    once.push(...(attempted.once ?? []));
    for (const other of attempted.relied ?? []) if (other.realm !== cell.realm) relied.push(other);
    return { result: attempted.result };
  }

  for (const command of commands) {
    if (characters >= mostCharacters) break;
    try {
      outcomes.push(add(command));
    } catch (error) {
      outcomes.push({ error });
    }
  }
  const urgent = commands[0]?.urgent === true;
  return { head, outcomes, commit: { writes, relied, events, once, urgent } };
}

/** One attempt, and a second one where a command before it in the batch holds one of its claims. */
function attempt<S>(command: Command<S>, head: Head<S>, held: readonly OnceKey[]): Attempted<unknown> {
  const { taken } = command;
  const first = command.attempt(head.state, head.revision, taken);
  const lost = first.once?.filter((claim) => held.some((other) => sameClaim(claim, other))) ?? [];
  const answer = lost.length === 0 ? first : command.attempt(head.state, head.revision, [...taken, ...lost]);
  const again = answer.once?.find((claim) => [...taken, ...lost].some((other) => sameClaim(claim, other)));
  if (again === undefined) return answer;
  throw claimTaken(again);
}
