import { setImmediate as turn } from "node:timers/promises";
import type { Use, UseKind } from "@portcullis/services";
import type { Storage, UsageRow } from "@portcullis/storage";
import { accountRealm } from "../realms/realm-names.ts";
import { type NotedUses, type NoteUse, notedUses } from "./noted-uses.ts";
import { sharedReads } from "./shared-reads.ts";
import { startOf, usageRow, useKinds, useOf } from "./usage-rows.ts";

/** Different things (an access key, an action by somebody) that a node notes until it has written them. */
const MOST_NOTED = 100_000;

/** Rows of one statement, or of one turn. */
const MOST_ROWS = 1000;

/** Who used what last: noted here, written behind, and read together with what any node has written. */
export interface Usage {
  /** Never waits and never fails. */
  readonly note: NoteUse;
  /** The last uses that are known, in any order; `who`: of one alone. Rejects with a `StorageError`. */
  find(account: string, kind: UseKind, who?: string): Promise<readonly Use[]>;
  /** Writes what was noted before. Rejects with a `StorageError`; what was not written stays noted. */
  write(): Promise<void>;
}

/**
 * @param onError of a write that nobody waits for
 * @param mostNoted beyond half of it, a write begins; beyond it, new things are left out until that is done
 */
export function usageOf(
  storage: Pick<Storage, "mergeUsage" | "readUsage">,
  onError: (error: unknown) => void,
  mostNoted: number = MOST_NOTED,
): Usage {
  let noted = notedUses(mostNoted);
  /** What is being written, or could not be. */
  let unwritten: NotedUses | undefined;
  let lastWrite: Promise<void> = Promise.resolve();
  const whole = sharedReads<readonly Use[]>();

  async function writeAll(): Promise<void> {
    // What could not be written before goes first.
    if (unwritten !== undefined) await send(unwritten);
    unwritten = noted;
    noted = notedUses(mostNoted);
    await send(unwritten);
  }

  async function send(batch: NotedUses): Promise<void> {
    for (const rows of rowsOf(batch)) await storage.mergeUsage(rows);
    unwritten = undefined;
  }

  function write(): Promise<void> {
    lastWrite = lastWrite.catch(() => undefined).then(writeAll);
    return lastWrite;
  }

  return {
    note(caller, service, operation, time, region) {
      noted.note(caller, service, operation, time, region);
      if (noted.size() * 2 > mostNoted && unwritten === undefined) write().catch(onError);
    },
    write,
    // Of a whole account it may be tens of thousands: all that the storage does, and others wait for, is done once for all.
    find: (account, kind, who) =>
      who === undefined ? whole(`${account} ${kind}`, () => find(account, kind)) : find(account, kind, who),
  };

  async function find(account: string, kind: UseKind, who?: string): Promise<readonly Use[]> {
    const realm = accountRealm(account);
    // Before the storage is read: what is written meanwhile is found there or here.
    const batches = [unwritten, noted];
    const kept = await storage.readUsage(
      realm,
      who === undefined ? { kind } : { kind, startingWith: startOf(kind, who) },
    );
    const rows = new Map<string, UsageRow>();
    await each(kept, (row) => rows.set(row.id, row));
    for (const batch of batches) {
      await each(batch?.of(account, kind, who) ?? [], (use) => {
        const row = usageRow(realm, kind, use);
        if (row.time > (rows.get(row.id)?.time ?? Number.NEGATIVE_INFINITY)) rows.set(row.id, row);
      });
    }
    const uses: Use[] = [];
    await each(rows.values(), (row) => uses.push(useOf(row)));
    return uses;
  }
}

/** Does it with each, a thousand in one turn of the event loop: there may be tens of thousands. */
async function each<T>(all: Iterable<T>, does: (one: T) => void): Promise<void> {
  let done = 0;
  for (const one of all) {
    does(one);
    done += 1;
    if (done % MOST_ROWS === 0) await turn();
  }
}

/** The rows of a batch, as many at a time as one statement takes. */
function* rowsOf(batch: NotedUses): Generator<readonly UsageRow[]> {
  let rows: UsageRow[] = [];
  for (const account of batch.accounts()) {
    for (const kind of useKinds) {
      for (const use of batch.of(account, kind)) {
        rows.push(usageRow(accountRealm(account), kind, use));
        if (rows.length < MOST_ROWS) continue;
        yield rows;
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield rows;
}
