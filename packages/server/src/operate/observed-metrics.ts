import { Gauge, type Registry } from "prom-client";
import type { Freshness } from "../freshness/stale-node.table.ts";
import type { PlaneName } from "../listen/listen.ts";

export const spools = ["realm", "folded"] as const;
/** `realm` events wait for their account's store; `folded` ones are the refused calls of nobody known. */
export type Spool = (typeof spools)[number];

/** Numbers that are asked for when the metrics are read; absent ones are not shown. */
export interface Observed {
  /** Events that wait to be stored. */
  readonly spoolEvents?: (spool: Spool) => number;
  readonly realmsInMemory?: () => number;
  readonly realmBytes?: () => number;
  /** Age of the state that decisions are made from, in seconds. */
  readonly stateAge?: () => number;
  /** How sure the node is of that state. */
  readonly freshness?: () => Freshness;
  /** Bytes of the journal's file: events that wait on disk for the database. */
  readonly journalBytes?: () => number;
  /** Seconds by which the database's clock is ahead of this node's. */
  readonly clockDifference?: () => number;
  readonly openConnections?: (plane: PlaneName) => number;
  readonly ready?: () => boolean;
}

export function observe(registers: Registry[], observed: Observed): void {
  const { spoolEvents, journalBytes, realmsInMemory, realmBytes, stateAge, freshness } = observed;
  const { clockDifference, openConnections, ready } = observed;
  gauge(registers, "portcullis_realms_in_memory", "Realms held in memory.", realmsInMemory);
  gauge(registers, "portcullis_realm_bytes", "Bytes counted for the realms held in memory.", realmBytes);
  gauge(registers, "portcullis_state_age_seconds", "Time since the state was last confirmed.", stateAge);
  gauge(registers, "portcullis_journal_bytes", "Bytes of events waiting in the journal.", journalBytes);
  labelled(
    registers,
    "portcullis_freshness",
    "How sure the node is of its state: 1 for what it is, 0 for the others.",
    "freshness",
    ["fresh", "stale", "beyond"],
    freshness && ((value) => Number(freshness() === value)),
  );
  gauge(
    registers,
    "portcullis_clock_difference_seconds",
    "Time by which the database's clock is ahead.",
    clockDifference,
  );
  gauge(
    registers,
    "portcullis_ready",
    "Whether the server takes requests.",
    ready && (() => Number(ready())),
  );
  labelled(
    registers,
    "portcullis_spool_events",
    "Events waiting to be stored.",
    "spool",
    spools,
    spoolEvents,
  );
  labelled(
    registers,
    "portcullis_open_connections",
    "Open connections.",
    "plane",
    ["aws", "operate"],
    openConnections,
  );
}

function gauge(registers: Registry[], name: string, help: string, read: (() => number) | undefined): void {
  if (read === undefined) return;
  const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(read()) });
}

function labelled<V extends string>(
  registers: Registry[],
  name: string,
  help: string,
  label: string,
  values: readonly V[],
  read: ((value: V) => number) | undefined,
): void {
  if (read === undefined) return;
  const made: Gauge = new Gauge({
    name,
    help,
    labelNames: [label],
    registers,
    collect: () => {
      for (const value of values) made.set({ [label]: value }, read(value));
    },
  });
}
