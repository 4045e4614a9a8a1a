import type { PortcullisTypes } from "@portcullis/aws-model";
import type { Caller, CallFacts, Changes, RealmState, SessionFacts } from "@portcullis/directory";
import type { ExchangeToken, OutboundSigner, PasswordHasher } from "@portcullis/keys";
import type { EventQuery, EventRow } from "@portcullis/storage";
import type { CommonCode, ErrorOf, Failure, InputOf, OperationId } from "./api.ts";
import type { KeptReports } from "./kept-reports.ts";
import type { Slices } from "./slices.ts";
import type { Use, UseKind } from "./usage.ts";

/**
 * Random values of a request. Each is drawn once: an attempt that is repeated draws the same again, so that ids,
 * secrets and answers agree with what is stored.
 */
export interface Draw {
  bytes(length: number): Uint8Array;
}

/** The pinned revisions that an attempt may read. */
export interface World {
  readonly partition: string;
  /** The installation: which accounts there are. */
  readonly installation: RealmState;
  /**
   * URL below which this server publishes the keys of issuers, as others reach it; undefined: nobody could rely on one.
   */
  readonly issuers: string | undefined;
  /** Another account that the operation named in `realms`; undefined: there is none. */
  account(number: string): RealmState | undefined;
}

/** Where a sealed or hashed value lives; it opens, or is recognised, nowhere else. */
export interface SealedPlace {
  /** undefined: it is the installation's. */
  readonly account: string | undefined;
  readonly kind: string;
  readonly id: string;
  readonly field: string;
}

export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What operations may do with secrets; the process gives it, over `keys`. */
export interface Vault {
  /** Base-64 of the sealed bytes. */
  seal(place: SealedPlace, secret: string): string;
  /** Base64url of the hash of a random secret that only has to be recognised. */
  hash(place: SealedPlace, secret: string): string;
  /** What `seal` gave for this place, opened. Throws for anything else: it was sealed in another place, or changed. */
  open(place: SealedPlace, sealed: string): string;
  /**
   * `expires`: epoch milliseconds; sooner than asked for where the node is not sure of its state. `oversize`: percent of
   * the space that the token would take.
   */
  issue(
    facts: Omit<SessionFacts, "accessKeyId">,
    random: (length: number) => Uint8Array,
  ): { readonly credentials: IssuedCredentials; readonly expires: number } | { readonly oversize: number };
  /** What the caller's account exchanges for credentials in another one. */
  sealExchangeToken(token: ExchangeToken): string;
  /** undefined: it is not one for the caller's account. */
  openExchangeToken(text: string): ExchangeToken | undefined;
  /** Percent of the allotted space that session policies and tags take. */
  packedSize(facts: Pick<SessionFacts, "policy" | "policyArns" | "tags">): number;
}

/** Markers of list operations: sealed, and bound to account, principal, operation and filter. */
export interface Markers {
  seal(lastKey: string): string;
  open(marker: string): string | undefined;
}

/** What only the process can do, for operations that ask for it in `prepare`: an attempt itself is pure. */
export interface Powers extends KeptReports {
  /** Stored events and those that wait in this node's spool, newest first. */
  findEvents(query: EventQuery): Promise<readonly EventRow[]>;
  /**
   * The last uses that this node noted or any node has written, in any order; `who`: by one alone. Rejects with a
   * `StorageError`.
   */
  findUses(account: string, kind: UseKind, who?: string): Promise<readonly Use[]>;
  /** What this node serves. */
  describeDeployment(): Promise<DeploymentFacts>;
  /** Writes a backup into a file of the server's own; resolves when it is on disk, its event before it. */
  createBackup(asker: Asker): Promise<BackupFacts | BackupRefusal>;
  /** Starts a rotation of the keys, or joins the one that is under way; it goes on by itself. */
  rotateKeys(asker: Asker): Promise<(RotationFacts & { readonly started: boolean }) | KeysRefusal>;
  /** Which data keys there are, and where they stand. */
  describeKeys(): Promise<KeysFacts | KeysRefusal>;
  /** Long work, between all other calls and those of other accounts that are long. `busy`: too many of the account wait. */
  inSlices<T>(account: string, work: Slices<T>): Promise<{ readonly result: T } | "busy">;
  /** Hashes passwords beside all calls. */
  readonly withPasswords: PasswordHasher["within"];
  /** Makes keys for outbound tokens, and signs with them, beside all calls. */
  readonly outbound: OutboundSigner;
  /**
   * Counts one more guess at a secret, for all nodes; asked before the secret is looked at. false: there were so many
   * that the next one has to wait.
   */
  countGuess(secret: GuessedSecret): Promise<boolean>;
}

/** A secret that somebody could try to guess by calling often. */
export interface GuessedSecret {
  readonly account: string;
  readonly kind: "password";
  /** Whose it is: a unique id. */
  readonly id: string;
}

/** Who asked for something that has an event of its own, and by which request. */
export interface Asker {
  readonly account: string;
  /** An ARN. */
  readonly principal: string;
  readonly requestId: string;
}

export interface DeploymentFacts {
  readonly id: string;
  readonly incarnation: string;
  readonly partition: string;
  /** The release that runs. */
  readonly version: string;
  /** Of the database's tables. */
  readonly format: number;
  readonly storageKind: PortcullisTypes.StorageKind;
}

export interface BackupFacts {
  readonly path: string;
  readonly size: number;
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly deploymentId: string;
  readonly incarnation: string;
  readonly realms: number;
  /** Of all realms together. */
  readonly revisions: number;
  readonly entities: number;
  readonly events: number;
}

/** Why there is no backup, and a sentence for the operator where that says more. */
export interface BackupRefusal {
  readonly refused: "in-progress" | "failed" | "keeps-nothing";
  readonly message: string;
}

/** Holds no key, wrapped or not. */
export interface KeysFacts extends RotationFacts {
  readonly keys: readonly {
    readonly number: number;
    readonly purpose: string;
    readonly state: PortcullisTypes.DataKeyState;
    /** Epoch milliseconds. */
    readonly created: number;
    readonly retired: number | undefined;
  }[];
}

export interface RotationFacts {
  /** Whether the first master key of this node wraps all data keys. */
  readonly wrappedByFirst: boolean;
  /** undefined: none is under way. */
  readonly rotation:
    | {
        readonly step: PortcullisTypes.RotationStep;
        /** Epoch milliseconds. */
        readonly begun: number;
        /** What is still to be sealed anew; undefined: that was not counted. */
        readonly left: { readonly values: number; readonly unreadable: number } | undefined;
      }
    | undefined;
}

/** Why this node cannot use the keys: one sentence for the operator. */
export interface KeysRefusal {
  readonly problem: string;
}

/** A request whose caller is proved and whose input is valid. */
export interface Call<I extends OperationId> {
  readonly id: I;
  readonly input: InputOf<I>;
  readonly caller: Caller;
  /** The caller's account. */
  readonly home: RealmState;
  readonly account: string;
  readonly world: World;
  readonly facts: CallFacts;
  readonly now: number;
  /** When the request itself proved MFA: now, or not at all. */
  readonly mfaAt?: number;
  readonly requestId: string;
  readonly draw: Draw;
  readonly vault: Vault;
  readonly markers: Markers;
  /** A failure with one of the codes that the model declares for this operation, or a common one. */
  fail(code: ErrorOf<I> | CommonCode, message: string): Failed;
}

export interface Failed {
  readonly kind: "failed";
  readonly failure: Failure;
  /** What the refusal leaves behind all the same: that a guess was made. */
  readonly changes?: Partial<Changes>;
}

export interface Done<O> {
  readonly kind: "done";
  readonly output: O;
  readonly changes: Changes | undefined;
}

/** A result without changes. */
export function answer<O>(output: O): Done<O> {
  return { kind: "done", output, changes: undefined };
}

/** A result that changes the caller's account, or the realm that the operation says it changes. */
export function done<O>(changes: Partial<Changes>, output: O): Done<O> {
  return { kind: "done", output, changes: { put: changes.put ?? [], remove: changes.remove ?? [] } };
}
