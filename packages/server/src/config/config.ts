import type { Network } from "./networks.ts";
import type { PartitionName } from "./partitions.table.ts";
import type { Secret } from "./secret.ts";
import type { LogLevel } from "./value-kinds.ts";

/** A PostgreSQL database that several nodes share. */
export interface SharedDatabase {
  /** Without a password. */
  readonly url: string;
  readonly passwordFile: string | undefined;
  readonly caFile: string | undefined;
  /** Use it without TLS, also beyond loopback. */
  readonly allowPlain: boolean;
  /** Who deletes events past their time; undefined: the URL's role. */
  readonly retention: { readonly role: string; readonly passwordFile: string | undefined } | undefined;
}

/** A folder on disk, and a database: in that folder, or shared with other nodes. */
export interface DurableMode {
  readonly kind: "durable";
  readonly dataDirectory: string;
  /** Undefined: SQLite in the data directory. */
  readonly database: SharedDatabase | undefined;
  /** In this order, the first one wraps: programs, then files. Neither: `master.key` in the data directory. */
  readonly masterKeyCommands: readonly string[];
  readonly masterKeyFiles: readonly string[];
}

/** Nothing on disk; the only mode with test controls. */
export interface EphemeralMode {
  readonly kind: "ephemeral";
  /** Undefined: made at the start. */
  readonly rootCredentials: RootCredentials | undefined;
  /** Undefined: made at the start. */
  readonly testToken: Secret | undefined;
}

export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface ListenLimits {
  readonly maxConnections: number;
  readonly maxHeaderBytes: number;
  readonly maxHeaderCount: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
}

export interface ListenConfig {
  /** IP addresses of the AWS plane. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly operatorPort: number;
  readonly tls: TlsFiles | undefined;
  /** Names and addresses that a Host header may carry beside loopback and the bound addresses. Lower case. */
  readonly serverNames: readonly string[];
  readonly limits: ListenLimits;
}

export interface Config {
  readonly mode: DurableMode | EphemeralMode;
  /** Undefined: `aws` at the first start, then what was chosen. */
  readonly partition: PartitionName | undefined;
  readonly listen: ListenConfig;
  /** Empty, or a path that begins with a slash and does not end with one. */
  readonly basePath: string;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly Network[];
  /** Between the signal to stop and the end of the listeners of the AWS plane. */
  readonly drainDelayMs: number;
  readonly shutdownGraceMs: number;
  /** Longest age of its state at which a node decides. */
  readonly mostStalenessMs: number;
  readonly logLevel: LogLevel;
  /** Sentences to log at the start. */
  readonly warnings: readonly string[];
}

/** What is wrong with the options: one sentence for the person who starts the server. Never holds a given value. */
export interface ConfigProblem {
  readonly problem: string;
}
