import { randomUUID } from "node:crypto";
import { openedSessions, signingKeys } from "@portcullis/keys";
import type { DeploymentFacts } from "@portcullis/services";
import { createSpool, type Storage } from "@portcullis/storage";
import { foldedRefusals } from "./audit/folded-refusals.ts";
import { backupsOf } from "./backup/backups.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import { addressSet } from "./config/networks.ts";
import { partitions } from "./config/partitions.table.ts";
import { measured } from "./measured-storage.ts";
import type { Installation } from "./open-installation.ts";
import type { Log } from "./operate/log.ts";
import type { Metrics } from "./operate/metrics.ts";
import { openRealms } from "./realms/realms.ts";
import type { Runtime } from "./runtime.ts";

/** Opened session tokens and derived signing keys that are remembered; each takes a few hundred bytes to a few KiB. */
const REMEMBERED = { sessions: 10_000, signingKeys: 20_000 } as const;

export interface RuntimeOptions {
  readonly config: Pick<Config, "basePath" | "trustedProxies">;
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
}

/** The running state over an installation that is there. */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { config, installation, clock, log, metrics, version, storageKind } = options;
  const { ring, partition, deployment } = installation;
  const storage = measured(options.storage, metrics);
  const writer = randomUUID();
  let sequence = 0;
  const nextSequence = () => ++sequence;
  const spool = createSpool({
    storage,
    ...(options.spoolEvents === undefined ? {} : { mostEvents: options.spoolEvents }),
    onError: (error) =>
      log.error({ err: error }, "Events could not be stored; they are kept and tried again."),
  });
  return {
    partition,
    incarnation: deployment.incarnation,
    homeRegion: partitions[partition].region,
    basePath: config.basePath,
    trustedProxies: addressSet(config.trustedProxies),
    clock,
    storage,
    realms: await openRealms(storage, metrics),
    ring,
    sessions: openedSessions(ring, REMEMBERED.sessions),
    signingKeys: signingKeys(REMEMBERED.signingKeys),
    spool,
    refusals: foldedRefusals({ writer, nextSequence }),
    writer,
    nextSequence,
    backups: backupsOf({ folder: options.backupFolder, storage, spool, ring, version }),
    version,
    storageKind,
    log,
    metrics,
  };
}
