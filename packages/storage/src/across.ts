import { randomUUID } from "node:crypto";
import type { Attempted, Changes } from "./attempt.ts";
import type { Cell, Head } from "./cell.ts";
import { commitSurely } from "./commit-surely.ts";
import { type OnceKey, type RealmId, type RealmWrite, type Storage, StorageError } from "./contract.ts";
import { countRaces } from "./races.ts";

/** What a command does that writes several realms; one that is not held is made, and must not exist. */
export interface AttemptedAcross<R> extends Omit<Attempted<R>, "changes"> {
  readonly changes: readonly (Changes & { readonly realm: RealmId })[];
}

/** A committer, as far as holding it goes. */
interface Holdable {
  readonly cell: Cell<unknown>;
}

/**
 * Changes several realms in one transaction. Their committers are held, in id order, from the attempt until the
 * commit is durable, so the attempt reads `current()` of each. It is repeated after a lost race like any other.
 * Rejects as `Committer.submit` does.
 */
export async function commitAcross<R>(
  storage: Storage,
  committers: readonly Holdable[],
  attempt: (taken: readonly OnceKey[]) => AttemptedAcross<R>,
  { urgent = false }: { readonly urgent?: boolean } = {},
): Promise<R> {
  const cells = committers.map(({ cell }) => cell).sort((a, b) => (a.realm < b.realm ? -1 : 1));
  const releases: (() => void)[] = [];
  for (const cell of cells) releases.push(await cell.hold());
  try {
    return await race(storage, cells, attempt, urgent);
  } finally {
    for (const release of releases) release();
  }
}

async function race<R>(
  storage: Storage,
  cells: readonly Cell<unknown>[],
  attempt: (taken: readonly OnceKey[]) => AttemptedAcross<R>,
  urgent: boolean,
): Promise<R> {
  const changeId = randomUUID();
  const taken: OnceKey[] = [];
  const races = countRaces();
  for (;;) {
    for (const cell of cells) await cell.catchUp();
    const { result, changes, events, once = [], relied = [] } = attempt(taken);
    const next = changes.map((change) => step(cells, change, changeId));
    try {
      const writes = next.map(({ write }) => write);
      if (writes.length + events.length + once.length > 0) {
        await commitSurely(storage, { writes, relied, events, once, urgent });
      }
      for (const { cell, head } of next) if (head !== undefined) cell?.become(head);
      return result;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.taken !== undefined) taken.push(error.taken);
      else if (error.kind === "lost-race" || error.kind === "unknown") for (const cell of cells) cell.doubt();
      if (error.kind !== "lost-race" || !(await races.tryAgain())) throw error;
    }
  }
}

interface Step {
  readonly write: RealmWrite;
  readonly cell: Cell<unknown> | undefined;
  readonly head: Head<unknown> | undefined;
}

function step(cells: readonly Cell<unknown>[], change: Changes & { realm: RealmId }, changeId: string): Step {
  const { realm, puts, deletes } = change;
  const cell = cells.find((one) => one.realm === realm);
  const before = cell?.head();
  const expected = before?.revision ?? 0;
  const write: RealmWrite = {
    realm,
    expected,
    expectedChangeId: before?.changeId,
    revision: expected + 1,
    changeId,
    puts,
    deletes,
  };
  return { write, cell, head: cell?.after(cell.head(), write) };
}
