import { randomUUID } from "node:crypto";
import type { Attempt } from "./attempt.ts";
import { type Cell, createCell, type SnapshotRules } from "./cell.ts";
import { commitSurely } from "./commit-surely.ts";
import { type Commit, type RealmId, type RealmImage, type RealmRevision, StorageError } from "./contract.ts";
import { type Command, type Folded, fold } from "./fold.ts";
import { countRaces } from "./races.ts";

export interface CommitterOptions<S> extends SnapshotRules<S> {
  /** Called after a lost race with the realms that the batch relied on, to bring their snapshots up to date. */
  readonly refreshRelied?: (realms: readonly RealmId[]) => Promise<void>;
  /** The realm where it was read or written just now; else it is loaded. */
  readonly image?: RealmImage;
  /** Commands in one transaction; default 128. */
  readonly mostInBatch?: number;
  /** Commands that may wait; default 4,096. */
  readonly mostWaiting?: number;
}

/** Changes one realm on this node. Readers see committed snapshots only. */
export interface Committer<S> {
  readonly realm: RealmId;
  /** The committed snapshot. */
  current(): S;
  revision(): number;
  /** Where that snapshot stands: what a commit relies on that was computed from it. */
  standing(): RealmRevision;
  /**
   * Attempts a command in its turn and resolves with its result when what it did is durable. Rejects with what
   * the attempt threw, or with a `StorageError`: away (nothing happened), unknown (it may have), lost-race
   * (too many times over), try-again (too many wait). `urgent`: see `Commit`.
   */
  submit<R>(attempt: Attempt<S, R>, options?: { readonly urgent?: boolean }): Promise<R>;
  /** Brings the snapshot up to what the storage holds. */
  refresh(): Promise<void>;
  /** For `commitAcross`, and for who follows what other nodes change. */
  readonly cell: Cell<S>;
}

/** The committer of one realm; there must be one a realm on each node. undefined: there is no such realm. */
export async function openCommitter<S>(options: CommitterOptions<S>): Promise<Committer<S> | undefined> {
  const image = options.image ?? (await options.storage.loadRealm(options.realm));
  return image === undefined ? undefined : committerOver(options, createCell(options, image));
}

function committerOver<S>(options: CommitterOptions<S>, cell: Cell<S>): Committer<S> {
  const { storage, refreshRelied, mostInBatch = 128, mostWaiting = 4096 } = options;
  let waiting: Command<S>[] = [];
  let draining = false;

  async function drain(): Promise<void> {
    draining = true;
    while (waiting.length > 0) {
      const release = await cell.hold();
      try {
        await commitBatch(takeBatch());
      } finally {
        release();
      }
    }
    draining = false;
  }

  /** What waits, in order; urgent commands and others never share a transaction. */
  function takeBatch(): Command<S>[] {
    const { urgent } = waiting[0]!;
    const end = waiting.findIndex((command) => command.urgent !== urgent);
    return waiting.splice(0, Math.min(end === -1 ? waiting.length : end, mostInBatch));
  }

  /** Commits the commands as one transaction and settles each. Never rejects. */
  async function commitBatch(batch: readonly Command<S>[]): Promise<void> {
    let commands = batch;
    // Each command may find one claim taken.
    const races = countRaces(batch.length);
    for (;;) {
      let folded: Folded<S> | undefined;
      try {
        await cell.catchUp();
        folded = fold(cell, commands);
        if (folded.outcomes.length < commands.length) {
          waiting = [...commands.slice(folded.outcomes.length), ...waiting];
          commands = commands.slice(0, folded.outcomes.length);
        }
        if (!isEmpty(folded.commit)) await commitSurely(storage, folded.commit);
        cell.become(folded.head);
        return answer(commands, folded);
      } catch (error) {
        if (!(error instanceof StorageError)) return await alone(commands, error);
        if (error.kind === "lost-race" && (await races.tryAgain())) {
          await recover(error, commands, folded);
          continue;
        }
        if (error.kind === "unknown" || error.kind === "lost-race") cell.doubt();
        for (const { reject } of commands) reject(error);
        return;
      }
    }
  }

  /** A command that no storage would take must not take the others with it. */
  async function alone(commands: readonly Command<S>[], error: unknown): Promise<void> {
    if (commands.length === 1) return commands[0]!.reject(error);
    for (const command of commands) await commitBatch([command]);
  }

  async function recover(
    { taken }: StorageError,
    commands: readonly Command<S>[],
    folded: Folded<S> | undefined,
  ): Promise<void> {
    if (taken !== undefined) {
      for (const command of commands) command.taken.push(taken);
      return;
    }
    cell.doubt();
    const relied = new Set(folded?.commit.relied.map(({ realm }) => realm));
    if (relied.size > 0) await refreshRelied?.([...relied]).catch(() => undefined);
  }

  return {
    realm: cell.realm,
    cell,
    current: () => cell.head().state,
    revision: () => cell.head().revision,
    standing() {
      const { revision, changeId } = cell.head();
      return { realm: cell.realm, revision, changeId };
    },
    submit<R>(attempt: Attempt<S, R>, { urgent = false } = {}) {
      return new Promise<R>((resolve, reject) => {
        if (waiting.length >= mostWaiting) {
          return reject(new StorageError("try-again", `too many changes wait for ${cell.realm}`));
        }
        const answerWith = resolve as (result: unknown) => void;
        waiting.push({ attempt, urgent, changeId: randomUUID(), taken: [], resolve: answerWith, reject });
        if (!draining) void drain();
      });
    },
    async refresh() {
      const release = await cell.hold();
      try {
        cell.doubt();
        await cell.catchUp();
      } finally {
        release();
      }
    },
  };
}

function isEmpty({ writes, events, once }: Commit): boolean {
  return writes.length === 0 && events.length === 0 && once.length === 0;
}

function answer<S>(commands: readonly Command<S>[], { outcomes }: Folded<S>): void {
  for (const [index, { resolve, reject }] of commands.entries()) {
    const outcome = outcomes[index]!;
    if ("error" in outcome) reject(outcome.error);
    else resolve(outcome.result);
  }
}
