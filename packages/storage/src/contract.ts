/**
 * What a storage driver offers: a few coarse verbs. Every driver passes the suite in `contract-suite.ts`.
 * Bodies are JSON texts that carry no secret in clear (sealed by `keys` before they come here).
 */

/** `installation`, `organization/o-…` or `account/123456789012`. */
export type RealmId = string;

export interface EntityRow {
  readonly kind: string;
  readonly id: string;
  /** Format of the body; `directory` holds one pure step a change of shape. */
  readonly v: number;
  readonly body: string;
}

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

/** One audit event: the CloudTrail record, and the columns by which it is looked up. */
export interface EventRow {
  readonly realm: RealmId;
  /** Random id of the process that wrote it, and a number that grows within that process. */
  readonly writer: string;
  readonly sequence: number;
  /** UUID; CloudTrail's eventID. */
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

/** What one realm becomes. Revisions have no gaps: `revision` = `expected` + 1. */
export interface RealmWrite {
  readonly realm: RealmId;
  /** The revision it was computed from; 0 makes the realm. */
  readonly expected: number;
  readonly revision: number;
  readonly changeId: string;
  readonly puts: readonly EntityRow[];
  readonly deletes: readonly EntityKey[];
}

/** A one-time thing claimed by insert-if-absent. `expires` is epoch milliseconds. */
export interface OnceClaim {
  readonly realm: RealmId;
  readonly kind: string;
  readonly id: string;
  readonly expires: number;
  readonly body: string;
}

/** All of it becomes durable in one transaction, or none. Realms are locked in id order. */
export interface Commit {
  readonly writes: readonly RealmWrite[];
  /** Realms that were only relied on, at these revisions. */
  readonly relied: readonly { readonly realm: RealmId; readonly revision: number }[];
  readonly events: readonly EventRow[];
  readonly once: readonly OnceClaim[];
}

/**
 * The closed union of what can go wrong. `lost-race`: a realm moved, or a claim was taken; nothing was written.
 * `try-again`: nothing was written and the same call may succeed (busy). `unknown`: it may or may not be
 * durable; look for the commit's own event before answering. `away`: the database cannot be reached or written.
 */
export type StorageErrorKind = "lost-race" | "try-again" | "unknown" | "away";

export class StorageError extends Error {
  readonly kind: StorageErrorKind;
  constructor(kind: StorageErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StorageError";
    this.kind = kind;
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

/** A last-used fact: merged by the greatest time. */
export interface UsageRow {
  readonly realm: RealmId;
  readonly kind: string;
  readonly id: string;
  readonly time: number;
  readonly body: string;
}

/** A wrapped data key. `purpose` is one of `keys`' table; `wrapped` opens only under the master key. */
export interface KeyRow {
  readonly number: number;
  readonly purpose: string;
  readonly wrapped: Uint8Array;
  readonly created: number;
  readonly active: boolean;
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
  /** undefined: nothing was ever kept here. */
  deployment(): Promise<Deployment | undefined>;
  /** First start, in one transaction: deployment, keys, realms, events. Fails with lost-race if one is there. */
  initialize(deployment: Deployment, keys: readonly KeyRow[], first: Commit): Promise<void>;

  keys(): Promise<readonly KeyRow[]>;
  putKey(row: KeyRow): Promise<void>;

  realmExists(realm: RealmId): Promise<boolean>;
  loadRealm(realm: RealmId): Promise<RealmImage | undefined>;
  /** One query: revision and change id of each realm that exists, in any order. */
  revisions(
    realms: readonly RealmId[],
  ): Promise<readonly { realm: RealmId; revision: number; changeId: string }[]>;
  commit(commit: Commit): Promise<void>;

  /** Durable when it resolves. Events of one call are kept in one transaction. */
  appendEvents(events: readonly EventRow[]): Promise<void>;
  findEvents(query: EventQuery): Promise<readonly EventRow[]>;
  /** Deletes at most `limit` events older than `before`; returns how many. */
  purgeEvents(before: number, limit: number): Promise<number>;

  /** true: claimed by this call. false: somebody has it. */
  claimOnce(claim: OnceClaim): Promise<boolean>;
  readOnce(realm: RealmId, kind: string, id: string): Promise<string | undefined>;
  purgeOnce(before: number, limit: number): Promise<number>;

  /** What carries no account number → the realm. Filled by the operator only. */
  locate(kind: string, value: string): Promise<RealmId | undefined>;
  putLocator(kind: string, value: string, realm: RealmId): Promise<void>;

  mergeUsage(rows: readonly UsageRow[]): Promise<void>;
  readUsage(realm: RealmId): Promise<readonly UsageRow[]>;

  close(): Promise<void>;
}
