import { randomUUID } from "node:crypto";
import { openedSessions, outboundSigner, passwordHasher, signingKeys } from "@portcullis/keys";
import type { DeploymentFacts } from "@portcullis/services";
import { createSpool, type Storage } from "@portcullis/storage";
import { foldedRefusals } from "./audit/folded-refusals.ts";
import { backupsOf } from "./backup/backups.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import { addressSet } from "./config/networks.ts";
import { partitions } from "./config/partitions.table.ts";
import { followDatabase } from "./freshness/follow-database.ts";
import { aloneFollower, type Follower } from "./freshness/follower.ts";
import { realmAges } from "./freshness/realm-ages.ts";
import { guarded } from "./guarded-storage.ts";
import { guesses } from "./guesses.ts";
import type { Journal } from "./journal/journal.ts";
import { keptKeys } from "./keys/kept-keys.ts";
import { measured } from "./measured-storage.ts";
import type { Installation } from "./open-installation.ts";
import type { Log } from "./operate/log.ts";
import type { Metrics } from "./operate/metrics.ts";
import { tellOutage } from "./operate/outage.ts";
import { openRealms } from "./realms/realms.ts";
import type { Runtime } from "./runtime.ts";
import { unprovedLookUps } from "./unproved-look-ups.ts";
import { usageOf } from "./usage/usage.ts";

/** Opened session tokens and derived signing keys that are remembered; each takes a few hundred bytes to a few KiB. */
const REMEMBERED = { sessions: 10_000, signingKeys: 20_000 } as const;

export interface RuntimeOptions {
  readonly config: Pick<Config, "basePath" | "trustedProxies">;
  /** See `Runtime`. */
  readonly issuers: string | undefined;
  readonly installation: Installation;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Events that may wait to be stored. */
  readonly spoolEvents: number | undefined;
  readonly version: string;
  readonly storageKind: DeploymentFacts["storageKind"];
  /** Where backups are put; undefined: nothing is kept on disk. */
  readonly backupFolder: string | undefined;
  /** Of a node that shares its database with others; undefined: it has it alone. */
  readonly shared?: Shared;
}

export interface Shared {
  /** Longest age at which this node still decides, in milliseconds. */
  readonly mostStaleness: number;
  readonly journal: Journal;
  /** See `FollowOptions`. */
  readonly onOtherHistory: (why: string) => void;
}

/** The running state over an installation that is there. */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { config, installation, clock, log, metrics, version, storageKind } = options;
  const { ring, masterKeys, partition, deployment } = installation;
  const { shared } = options;
  const database = measured(options.storage, metrics);
  let follower: Follower = aloneFollower;
  // Nothing waits for a database that does not answer; only whoever asks whether it does again.
  const storage =
    shared === undefined
      ? database
      : guarded(database, () => (follower.answers() ? undefined : "the database does not answer"));
  const keys = keptKeys(storage, ring, masterKeys);
  // Where they stand must be known before the first change that seals.
  await keys.refresh();
  const writer = randomUUID();
  let sequence = 0;
  const nextSequence = () => ++sequence;
  const ages = realmAges();
  const realms = await openRealms({ storage, metrics, log, keys, ages });
  if (shared !== undefined) {
    const { incarnation } = deployment;
    follower = followDatabase({ storage: database, incarnation, held: realms.all, ages, log, ...shared });
  }
  const outage = tellOutage(log, {
    began: "Events cannot be stored; they are kept and tried again",
    over: () => `Events are stored again; ${spool.size().events} of them waited.`,
    bug: "The storage refused an event for what it is; it is left out.",
  });
  const spool = createSpool({
    storage: tellingStorage(storage, outage.worked),
    ...(options.spoolEvents === undefined ? {} : { mostEvents: options.spoolEvents }),
    onError: outage.failed,
  });
  // The database's time, which all nodes share: what one issues, another may not take for the future.
  const shownClock: Clock =
    shared === undefined ? clock : { now: () => Math.round(clock.now() + follower.clockDifference()) };
  // Once before the first request: how far the clocks are apart, and whether this history is still the database's.
  await follower.confirm([realms.installationRealm]);
  return {
    partition,
    incarnation: deployment.incarnation,
    homeRegion: partitions[partition].region,
    basePath: config.basePath,
    issuers: options.issuers,
    trustedProxies: addressSet(config.trustedProxies),
    clock: shownClock,
    storage,
    realms,
    lookUps: unprovedLookUps(storage, realms),
    follower,
    keys,
    ring,
    sessions: openedSessions(ring, REMEMBERED.sessions),
    signingKeys: signingKeys(REMEMBERED.signingKeys),
    passwords: passwordHasher(),
    outbound: outboundSigner(),
    guesses: guesses(storage),
    spool,
    journal: shared?.journal,
    refusals: foldedRefusals({ writer, nextSequence }),
    usage: usageOf(storage, (error) => log.warn({ err: error }, "Last uses could not be written yet.")),
    writer,
    nextSequence,
    backups: backupsOf({
      folder: options.backupFolder,
      storage,
      spool,
      numbering: { writer, nextSequence },
      ring,
      version,
    }),
    version,
    storageKind,
    log,
    metrics,
  };
}

/** The same storage, which tells of each time that it took events. */
function tellingStorage(storage: Storage, took: () => void): Storage {
  return {
    ...storage,
    async appendEvents(events, how) {
      await storage.appendEvents(events, how);
      took();
    },
  };
}
