/**
 * What a storage driver offers: a few coarse verbs. Every driver passes the suite in `test/contract-suite.ts`.
 * Bodies are JSON texts that carry no secret in clear (sealed by `keys` before they come here).
 *
 * A promise is rejected with a `StorageError`, whose kinds are closed; any other error means a bug in the
 * caller (a gap in the revisions, a text that is not well-formed) and changes nothing either.
 */
import type { DumpPart } from "./dump.ts";

/** `installation`, `organization/o-…` or `account/123456789012`. */
export type RealmId = string;

export interface EntityRow {
  readonly kind: string;
  readonly id: string;
  /** Format of the body; `directory` holds one pure step a change of shape. */
  readonly v: number;
  readonly body: string;
}

/** A kind that is kept, and a format of its bodies. */
export type HeldFormat = Pick<EntityRow, "kind" | "v">;

export interface EntityKey {
  readonly kind: string;
  readonly id: string;
}

/** A realm as it stands: every entity, at one revision. */
export interface RealmImage {
  readonly realm: RealmId;
  readonly revision: number;
  /** Random id of the commit that made this revision; tells a rolled-back database from a grown one. */
  readonly changeId: string;
  readonly entities: readonly EntityRow[];
}

/** Where a realm stands. */
export type RealmRevision = Pick<RealmImage, "realm" | "revision" | "changeId">;

/** What the database says of itself and of the realms that were asked for, all of it at one instant. */
export interface Confirmation {
  /** Empty where nothing was ever kept. */
  readonly incarnation: string;
  /** The database's clock, epoch milliseconds. */
  readonly clock: number;
  /** Of each realm that exists, in any order. */
  readonly revisions: readonly RealmRevision[];
}

/** One audit event: the CloudTrail record, and the columns by which it is looked up. */
export interface EventRow {
  readonly realm: RealmId;
  /** Random id of the process that wrote it, and a number that grows within that process. */
  readonly writer: string;
  readonly sequence: number;
  /** UUID; CloudTrail's eventID. One that grows with time (version 7) keeps its index cheap to extend. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly name: string;
  readonly source: string;
  readonly readOnly: boolean;
  readonly userName: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
  readonly record: string;
}

/**
 * What one realm becomes by one change. Revisions have no gaps: `revision` = `expected` + 1. Deletes come first,
 * then puts; deleting what is not there does nothing.
 */
export interface RealmWrite {
  readonly realm: RealmId;
  /** The revision it was computed from; 0 makes the realm. */
  readonly expected: number;
  /**
   * The change that made that revision. A database that was put back, or a standby that lacked the last commits, comes to
   * the same revision by another change, and what was computed from the one must not go onto the other. Left out only by
   * whoever cannot know it; of the writes of a realm in one commit the first one's counts.
   */
  readonly expectedChangeId?: string | undefined;
  readonly revision: number;
  readonly changeId: string;
  readonly puts: readonly EntityRow[];
  readonly deletes: readonly EntityKey[];
}

/** A realm that a commit only relied on, as it stood. */
export interface Reliance {
  readonly realm: RealmId;
  /** 0: that there is no such realm. */
  readonly revision: number;
  /** The change that made the revision; left out only by whoever cannot know it. */
  readonly changeId?: string | undefined;
}

export interface OnceKey {
  readonly realm: RealmId;
  readonly kind: string;
  readonly id: string;
}

/**
 * A one-time thing claimed by insert-if-absent. `expires` is epoch milliseconds: from then on it may be purged;
 * until it is, it stays claimed.
 */
export interface OnceClaim extends OnceKey {
  readonly expires: number;
  readonly body: string;
}

/** All of it becomes durable in one transaction, or none. Realms are locked in id order. */
export interface Commit {
  /** A realm may be written several times over: then by consecutive revisions, in that order. */
  readonly writes: readonly RealmWrite[];
  readonly relied: readonly Reliance[];
  readonly events: readonly EventRow[];
  readonly once: readonly OnceClaim[];
  /** The operator acts: may use the space that is kept back for a full disk. */
  readonly urgent?: boolean;
}

/**
 * The closed union of what can go wrong. `lost-race`: a realm moved, or a claim was taken; nothing was written.
 * `try-again`: nothing was written and the same call may succeed (busy). `unknown`: it may or may not be
 * durable; ask `wasCommitted` before answering. `away`: the database cannot be reached or written; nothing was
 * written.
 */
export type StorageErrorKind = "lost-race" | "try-again" | "unknown" | "away";

export class StorageError extends Error {
  readonly kind: StorageErrorKind;
  /** With `lost-race`: the claim that somebody else holds, where that was the reason. */
  readonly taken: OnceKey | undefined;
  constructor(
    kind: StorageErrorKind,
    message: string,
    options?: ErrorOptions & { taken?: OnceKey | undefined },
  ) {
    super(message, options);
    this.name = "StorageError";
    this.kind = kind;
    this.taken = options?.taken;
  }
}

/** Filters are joined by "and"; times are inclusive, epoch milliseconds. */
export interface EventQuery {
  readonly realm: RealmId;
  readonly from: number;
  readonly to: number;
  readonly name?: string;
  readonly source?: string;
  readonly id?: string;
  readonly readOnly?: boolean;
  readonly userName?: string;
  readonly accessKeyId?: string;
  readonly resourceType?: string;
  readonly resourceName?: string;
  /** Newest first, strictly before this position. */
  readonly before?: EventPosition;
  readonly limit: number;
}
export interface EventPosition {
  readonly time: number;
  readonly writer: string;
  readonly sequence: number;
}

/** A fact of which only the newest word counts, as who used what last: merged by the greatest time. */
export interface UsageRow {
  readonly realm: RealmId;
  readonly kind: string;
  readonly id: string;
  readonly time: number;
  readonly body: string;
}

/** Which facts of a realm: of one kind, and with ids that begin so and go on in ASCII. */
export interface UsageSelection {
  readonly kind: string;
  readonly startingWith?: string;
}

/** A wrapped data key. `purpose` is one of `keys`' table; `wrapped` opens only under the master key. */
export interface KeyRow {
  readonly number: number;
  readonly purpose: string;
  readonly wrapped: Uint8Array;
  readonly created: number;
  readonly active: boolean;
  /** Since when it is no longer active, by the database's clock; undefined where it is, or is not yet. */
  readonly retired: number | undefined;
}

/** All that the master key wraps: the data keys, and the value that tells whether a master key fits them. */
export interface WrappedKeys {
  readonly rows: readonly KeyRow[];
  readonly keyCheck: Uint8Array;
}

export interface Deployment {
  readonly id: string;
  readonly incarnation: string;
  /** Chosen at first start: `aws`, `aws-cn`, … */
  readonly partition: string;
  /** Sealed known bytes: tells at start whether the master key fits. */
  readonly keyCheck: Uint8Array;
  /** Format of the tables. */
  readonly format: number;
}

export interface Storage {
  /** undefined: nothing was ever kept here, or a fill did not end. */
  deployment(): Promise<Deployment | undefined>;
  /**
   * Whether a deployment was begun here: one is there, or what a fill left that did not end. Whoever tells these two
   * apart asks for the deployment afterwards: one that is made has all at once, and a fill keeps it last.
   */
  begun(): Promise<boolean>;
  /**
   * First start, in one transaction: deployment, keys, realms, events. Fails with lost-race if one is there, or what
   * a fill left that did not end: nobody may become the operator of accounts that were to be restored.
   * The driver fills in the format.
   */
  initialize(deployment: Omit<Deployment, "format">, keys: readonly KeyRow[], first: Commit): Promise<void>;

  /** By number. */
  keys(): Promise<readonly KeyRow[]>;
  /**
   * Puts keys in the place of those that were read, together with a commit, in one transaction. Fails with lost-race
   * where they are no longer what was read, so that two who change them never mix what they make; and as `commit`
   * does.
   */
  replaceKeys(read: WrappedKeys, next: WrappedKeys, commit: Commit): Promise<void>;

  /**
   * The newest format of each kind that any realm holds, in any order: what a node must be able to read. One query,
   * over all entities: for the start of a node, not for its work.
   */
  formats(): Promise<readonly HeldFormat[]>;

  realmExists(realm: RealmId): Promise<boolean>;
  loadRealm(realm: RealmId): Promise<RealmImage | undefined>;
  /** One indexed read, for what must not cost the loading of a realm: the access key of an unproved request. */
  readEntity(realm: RealmId, kind: string, id: string): Promise<EntityRow | undefined>;
  /** One query. Only what takes commits confirms: a standby is away. */
  confirm(realms: readonly RealmId[]): Promise<Confirmation>;
  commit(commit: Commit): Promise<void>;
  /**
   * Whether this commit, whose outcome was unknown, is durable. Waits out a transaction that is still under way. "No"
   * stays "no": where its writes may still be on their way they are made to lose their race, for which the realm may
   * be moved on by a change of nothing. So a change that did not happen is attempted again, not sent again. Writes that
   * do not say which change they expect may still win on another history, where the database comes to have one.
   */
  wasCommitted(commit: Commit): Promise<boolean>;
  /**
   * The tail of a realm's changes, from `revision` on, as far as it is still kept; oldest first. All of it, or nothing
   * where it is longer than `tailBounds`. Whoever holds a snapshot asks from its own revision: if the first one is not
   * it, the tail is too short, too long, or the database has another history, and the realm must be loaded.
   */
  changesFrom(realm: RealmId, revision: number): Promise<readonly RealmWrite[]>;
  /** Forgets at most `limit` changes committed before `before` (the database's clock); returns how many. */
  purgeChanges(before: number, limit: number): Promise<number>;

  /**
   * Durable when it resolves. Events of one call are kept in one transaction. One that is there already (same
   * realm, writer, sequence) is left as it is, so that repeating a call whose outcome was unknown is safe.
   */
  appendEvents(events: readonly EventRow[], options?: { readonly urgent?: boolean }): Promise<void>;
  /** Newest first: by time, then writer, then sequence. */
  findEvents(query: EventQuery): Promise<readonly EventRow[]>;
  /** Deletes at most `limit` events older than `before`; returns how many. */
  purgeEvents(before: number, limit: number): Promise<number>;

  /** true: claimed by this call. false: somebody has it. */
  claimOnce(claim: OnceClaim): Promise<boolean>;
  readOnce(realm: RealmId, kind: string, id: string): Promise<string | undefined>;
  purgeOnce(before: number, limit: number): Promise<number>;

  /** What carries no account number → the realm. Filled by the operator only. */
  locate(kind: string, value: string): Promise<RealmId | undefined>;
  /** Fails with lost-race if it leads to another realm already. */
  putLocator(kind: string, value: string, realm: RealmId): Promise<void>;

  mergeUsage(rows: readonly UsageRow[]): Promise<void>;
  /** By kind, then id. */
  readUsage(realm: RealmId, which?: UsageSelection): Promise<readonly UsageRow[]>;
  /** Deletes the facts of what is gone: whose id is one of these, or goes on after it with a space and ASCII. */
  removeUsage(realm: RealmId, kind: string, ids: readonly string[]): Promise<void>;

  /**
   * Everything, at one instant between the first part being asked for and given, while commits go on. Parts come in
   * the order of `dumpTables`, the deployment first; nothing where nothing was ever kept. What it holds on to it lets
   * go when the iteration ends or is left. One at a time: a second one fails with try-again.
   */
  dump(): AsyncIterable<DumpPart>;
  /**
   * Fills a database that has no deployment with what a dump gave, in any order and in a transaction for each part;
   * the format is the driver's own. The deployment is kept last, once every row is counted, so that all of it counts or
   * none. Begins by taking away what a fill left that did not end; fails with lost-race if there is a deployment.
   */
  fill(parts: AsyncIterable<DumpPart>): Promise<void>;

  close(): Promise<void>;
}
