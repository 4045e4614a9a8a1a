import type { KeyRing, OpenedSessions, OutboundSigner, PasswordHasher, SigningKeys } from "@portcullis/keys";
import type { DeploymentFacts } from "@portcullis/services";
import type { Spool, Storage } from "@portcullis/storage";
import type { FoldedRefusals } from "./audit/folded-refusals.ts";
import type { Backups } from "./backup/backups.ts";
import type { Clock } from "./clock.ts";
import type { AddressSet } from "./config/networks.ts";
import type { Follower } from "./freshness/follower.ts";
import type { Guesses } from "./guesses.ts";
import type { Journal } from "./journal/journal.ts";
import type { KeptKeys } from "./keys/kept-keys.ts";
import type { Log } from "./operate/log.ts";
import type { Metrics } from "./operate/metrics.ts";
import type { Realms } from "./realms/realms.ts";
import type { UnprovedLookUps } from "./unproved-look-ups.ts";
import type { Usage } from "./usage/usage.ts";

/** What every step of the pipeline may use: the state of the running server. */
export interface Runtime {
  readonly partition: string;
  readonly incarnation: string;
  /** Where IAM and the other services without regions answer for. */
  readonly homeRegion: string;
  /** Empty, or a path that begins with a slash and does not end with one. */
  readonly basePath: string;
  /** URL below which others find the keys of issuers; undefined: there is none that they could rely on. */
  readonly issuers: string | undefined;
  readonly trustedProxies: AddressSet;
  /** Expiry, sessions and conditions follow it; moved by the test controls of an ephemeral server only. */
  readonly clock: Clock;
  readonly storage: Storage;
  readonly realms: Realms;
  readonly lookUps: UnprovedLookUps;
  /** How this node knows that what it holds is what the database holds. */
  readonly follower: Follower;
  readonly keys: KeptKeys;
  /** Of `keys`, which renews it while it is used. */
  readonly ring: KeyRing;
  readonly sessions: OpenedSessions;
  readonly signingKeys: SigningKeys;
  readonly passwords: PasswordHasher;
  readonly outbound: OutboundSigner;
  /** Guesses at passwords and the like. */
  readonly guesses: Guesses;
  readonly spool: Spool;
  /** Of a node whose database is elsewhere: events that must be on disk while the database does not take them. */
  readonly journal: Journal | undefined;
  /** Calls that never proved who they are. */
  readonly refusals: FoldedRefusals;
  /** Who used what last. */
  readonly usage: Usage;
  /** Random id of this process: the events that it writes are numbered under it. */
  readonly writer: string;
  readonly nextSequence: () => number;
  /** Backups of all that is kept. */
  readonly backups: Backups;
  /** The release that runs. */
  readonly version: string;
  readonly storageKind: DeploymentFacts["storageKind"];
  readonly log: Log;
  readonly metrics: Metrics;
}
