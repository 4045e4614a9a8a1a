import type { MessagePort } from "node:worker_threads";
import type { Commit, EventQuery, EventRow, RealmId, RealmImage, Storage } from "../contract.ts";
import type { DumpCounts, DumpPart, DumpTables } from "../dump.ts";
import type { FaultCells } from "../faults.ts";
import { type Cell, type PackedEvents, packEvents } from "../packed-events.ts";

/** What goes between the main thread and the worker. */

/** A commit without anything that its rows may carry beside the contract. */
export type PackedCommit = Omit<Commit, "events"> & { readonly events: PackedEvents };

export function packCommit({ writes, relied, events, once, urgent }: Commit): PackedCommit {
  return {
    writes: writes.map(({ realm, expected, expectedChangeId, revision, changeId, puts, deletes }) => ({
      realm,
      expected,
      expectedChangeId,
      revision,
      changeId,
      puts: puts.map(({ kind, id, v, body }) => ({ kind, id, v, body })),
      deletes: deletes.map(({ kind, id }) => ({ kind, id })),
    })),
    relied: relied.map(({ realm, revision, changeId }) => ({ realm, revision, changeId })),
    events: packEvents(events),
    once: once.map(({ realm, kind, id, expires, body }) => ({ realm, kind, id, expires, body })),
    urgent: urgent === true,
  };
}

/** An image whose entities are a flat list: kind, id, v, body, kind, … */
export interface PackedImage {
  readonly revision: number;
  readonly changeId: string;
  readonly entities: readonly Cell[];
}

export function unpackImage(realm: RealmId, { revision, changeId, entities }: PackedImage): RealmImage {
  const rows: RealmImage["entities"][number][] = [];
  for (let at = 0; at < entities.length; at += 4) {
    rows.push({
      kind: entities[at] as string,
      id: entities[at + 1] as string,
      v: entities[at + 2] as number,
      body: entities[at + 3] as string,
    });
  }
  return { realm, revision, changeId, entities: rows };
}

/** The verbs as the worker offers them: those of the contract, at once, and with packed rows. */
type Plain = Omit<
  Storage,
  | "initialize"
  | "replaceKeys"
  | "commit"
  | "wasCommitted"
  | "appendEvents"
  | "findEvents"
  | "readUsage"
  | "loadRealm"
  | "dump"
  | "fill"
  | "close"
>;
export type Verbs = {
  readonly [V in keyof Plain]: (...args: Parameters<Plain[V]>) => Awaited<ReturnType<Plain[V]>>;
} & {
  initialize(
    deployment: Parameters<Storage["initialize"]>[0],
    keys: Parameters<Storage["initialize"]>[1],
    first: PackedCommit,
  ): void;
  replaceKeys(
    read: Parameters<Storage["replaceKeys"]>[0],
    next: Parameters<Storage["replaceKeys"]>[1],
    commit: PackedCommit,
  ): void;
  commit(commit: PackedCommit): void;
  wasCommitted(commit: PackedCommit): boolean;
  appendEvents(events: PackedEvents, urgent: boolean): void;
  /** Other calls go on meanwhile; one look-up after another. */
  findEvents(query: EventQuery): Promise<readonly EventRow[]>;
  /** Other calls go on meanwhile. */
  readUsage(...args: Parameters<Storage["readUsage"]>): ReturnType<Storage["readUsage"]>;
  loadRealm(realm: RealmId): PackedImage | undefined;
  /** Takes the copy that a dump is read from; other calls go on meanwhile. */
  beginDump(): Promise<void>;
  nextOfDump(): DumpPart | undefined;
  endDump(): Promise<void>;
  beginFill(): void;
  /** Any part but the deployment's. */
  fillPart(part: DumpPart): void;
  endFill(deployment: DumpTables["deployment"], counts: DumpCounts): void;
  /** Everything is as in a new database. Only for one that is kept in memory. */
  wipe(): Promise<void>;
  close(): Promise<void>;
};
export type Verb = keyof Verbs;

export type Call = readonly [number: number, verb: Verb, args: readonly unknown[]];
export type Answer = readonly [number: number, failure: Failure | undefined, value: unknown];

/** An error on its way to the main thread, where it becomes one again. */
export type Failure =
  | {
      readonly as: "storage";
      readonly kind: "lost-race" | "try-again" | "unknown" | "away";
      readonly message: string;
      readonly taken: { realm: string; kind: string; id: string } | undefined;
    }
  | { readonly as: "bug"; readonly message: string };

export interface WorkerOptions {
  /** undefined: kept in memory. */
  readonly path: string | undefined;
  readonly reserveBytes: number;
  readonly faults: FaultCells | undefined;
}

/** What a thread is given to do: it opens the database, and answers on the port. */
export interface Task {
  readonly port: MessagePort;
  readonly options: WorkerOptions;
}

/** The first message on the port. */
export type Opened =
  | { readonly opened: true }
  | { readonly opened: false; readonly code: string | undefined; readonly message: string };
