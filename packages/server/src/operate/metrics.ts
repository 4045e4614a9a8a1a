import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { PlaneName } from "../listen/listen.ts";
import type { Refusal } from "../listen/refusals.table.ts";
import { type Observed, observe, type Spool, spools } from "./observed-metrics.ts";

const commitOutcomes = ["committed", "lost-race", "failed"] as const;
export type CommitOutcome = (typeof commitOutcomes)[number];

const storageFailures = ["lost-race", "try-again", "unknown", "away"] as const;
export type StorageFailure = (typeof storageFailures)[number];

/**
 * What the process counts. Names and labels are part of the interface: dashboards and alerts are written against
 * them. Every label has a closed set of values, so no caller can add a series.
 */
export interface Metrics {
  readonly registry: Registry;
  /** One answered request. A service that is not in the list given at the start counts as `other`. */
  request(service: string, status: number, seconds: number): void;
  refused(plane: PlaneName, refusal: Refusal): void;
  commit(outcome: CommitOutcome, seconds: number): void;
  /** Changes that a commit carried: more than one where waiting commands were folded. */
  folded(changes: number): void;
  /** A call of the storage that failed, whoever made it. */
  storageError(kind: StorageFailure): void;
  realmLoad(seconds: number): void;
  /** Calls refused because their events had no room. */
  spoolFull(spool: Spool): void;
  /** Numbers that are asked for when the metrics are read. Set once each; absent ones are not shown. */
  observe(observed: Observed): void;
}

const codeClasses = ["2xx", "3xx", "4xx", "5xx"] as const;
const latencyBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Requests of one service. */
interface Row {
  readonly counters: readonly Counter.Internal[];
  readonly latency: Histogram.Internal<"service">;
}

/**
 * Requests that are noted before they are counted: counting many at once costs each of them a fraction of what it
 * costs alone, between everything else that a request is.
 */
const mostNoted = 256;

/** @param services the values of the `service` label, `other` beside them */
export function createMetrics(services: readonly string[], version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "portcullis_build_info",
    help: "The running version, always 1.",
    labelNames: ["version"],
    registers,
  }).set({ version }, 1);
  const requests = new Counter({
    name: "portcullis_requests_total",
    help: "Requests answered by the AWS plane.",
    labelNames: ["service", "code_class"],
    registers,
    collect: () => countNoted(),
  });
  const latency = new Histogram({
    name: "portcullis_request_duration_seconds",
    help: "Time from a request's head to the end of its answer.",
    labelNames: ["service"],
    buckets: latencyBuckets,
    registers,
    collect: () => countNoted(),
  });
  const refused = new Counter({
    name: "portcullis_listener_refusals_total",
    help: "Requests and connections that a listener refused before any operation was known.",
    labelNames: ["plane", "reason"],
    registers,
  });
  const commits = new Histogram({
    name: "portcullis_commit_duration_seconds",
    help: "Time that commits took in the storage.",
    labelNames: ["outcome"],
    buckets: latencyBuckets,
    registers,
  });
  const changes = new Counter({
    name: "portcullis_changes_total",
    help: "Changes made durable; several of them may share a commit.",
    registers,
  });
  const storageErrors = new Counter({
    name: "portcullis_storage_errors_total",
    help: "Calls of the storage that failed, whoever made them.",
    labelNames: ["kind"],
    registers,
  });
  const loads = new Histogram({
    name: "portcullis_realm_load_duration_seconds",
    help: "Time that loading a realm into memory took.",
    buckets: latencyBuckets,
    registers,
  });
  const full = new Counter({
    name: "portcullis_spool_refusals_total",
    help: "Calls refused because their events had no room.",
    labelNames: ["spool"],
    registers,
  });
  // A series that begins at zero shows its first increase.
  for (const outcome of commitOutcomes) commits.zero({ outcome });
  for (const kind of storageFailures) storageErrors.inc({ kind }, 0);
  for (const spool of spools) full.inc({ spool }, 0);
  // Children are looked up once: finding one by its labels costs more than counting.
  const rows = new Map([...services, "other"].map((service) => [service, row(service)]));
  const other = row("other");

  let noted: { readonly row: Row; readonly codeClass: number; readonly seconds: number }[] = [];

  function countNoted(): void {
    const batch = noted;
    noted = [];
    for (const { row, codeClass, seconds } of batch) {
      row.counters[codeClass]?.inc();
      row.latency.observe(seconds);
    }
  }

  function row(service: string): Row {
    const counters = codeClasses.map((code_class) => requests.labels({ service, code_class }));
    for (const counter of counters) counter.inc(0);
    latency.zero({ service });
    return { counters, latency: latency.labels({ service }) };
  }

  return {
    registry,
    request(service, status, seconds) {
      const codeClass = Math.min(3, Math.max(0, Math.trunc(status / 100) - 2));
      noted.push({ row: rows.get(service) ?? other, codeClass, seconds });
      if (noted.length >= mostNoted) countNoted();
    },
    refused: (plane, reason) => refused.inc({ plane, reason }),
    commit: (outcome, seconds) => commits.observe({ outcome }, seconds),
    folded: (count) => changes.inc(count),
    storageError: (kind) => storageErrors.inc({ kind }),
    realmLoad: (seconds) => loads.observe(seconds),
    spoolFull: (spool) => full.inc({ spool }),
    observe: (observed) => observe(registers, observed),
  };
}
