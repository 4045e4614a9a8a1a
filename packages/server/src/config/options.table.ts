import type { Bounds, Kind } from "./value-kinds.ts";

export interface OptionRow<K extends Kind = Kind> {
  /** The environment variable that is read when the option is not given. */
  readonly variable: `PORTCULLIS_${string}`;
  readonly kind: K;
  /** As it would be written; read by the same reader as a given value. */
  readonly default?: string;
  /** What stands in help texts where the default depends on something else. */
  readonly defaultText?: string;
  readonly bounds?: Bounds;
  readonly section: "State" | "Database" | "Network" | "TLS" | "Behind a proxy" | "Limits" | "Process";
  readonly help: string;
}

/**
 * Every option of `portcullis start`. Parsing, the help text and the documentation are made from these rows.
 * Secrets are not options: an argument can be read by every process of the machine.
 */
export const options = {
  "data-dir": {
    variable: "PORTCULLIS_DATA_DIR",
    kind: "path",
    default: "./portcullis-data",
    section: "State",
    help: "Folder that holds everything. Made at the first start, mode 0700.",
  },
  "master-key-file": {
    variable: "PORTCULLIS_MASTER_KEY_FILE",
    kind: "paths",
    defaultText: "master.key in the data directory, where there is no --master-key-command",
    section: "State",
    help: "File with the master key, mode 0600. Keep a copy: without it the data cannot be read. May be given more than once: the first one wraps, the others only unwrap.",
  },
  "master-key-command": {
    variable: "PORTCULLIS_MASTER_KEY_COMMAND",
    kind: "paths",
    section: "State",
    help: "Program that wraps and unwraps in place of a file, by its absolute path (see master-keys.md). Goes before every file; may be given more than once.",
  },
  partition: {
    variable: "PORTCULLIS_PARTITION",
    kind: "partition",
    defaultText: "aws at the first start, then what was chosen",
    section: "State",
    help: "Partition of every ARN. Chosen at the first start; it cannot be changed later.",
  },
  ephemeral: {
    variable: "PORTCULLIS_EPHEMERAL",
    kind: "flag",
    default: "false",
    section: "State",
    help: "Development mode: keep nothing on disk, use account 123456789012, offer the test controls.",
  },
  "allow-reachable-ephemeral": {
    variable: "PORTCULLIS_ALLOW_REACHABLE_EPHEMERAL",
    kind: "flag",
    default: "false",
    section: "State",
    help: "Let --ephemeral listen beyond loopback. Asks for a root secret of at least 32 characters.",
  },
  database: {
    variable: "PORTCULLIS_DATABASE",
    kind: "database",
    defaultText: "SQLite in the data directory",
    section: "Database",
    help: "PostgreSQL database that several nodes share. The data directory then holds this node's own files.",
  },
  "database-password-file": {
    variable: "PORTCULLIS_DATABASE_PASSWORD_FILE",
    kind: "path",
    section: "Database",
    help: "File with the password of the database's role, mode 0600.",
  },
  "database-ca-file": {
    variable: "PORTCULLIS_DATABASE_CA_FILE",
    kind: "path",
    defaultText: "the authorities that Node.js knows",
    section: "Database",
    help: "Certificates, PEM, that the database's certificate is verified with. Its name must be the address's.",
  },
  "allow-plain-database": {
    variable: "PORTCULLIS_ALLOW_PLAIN_DATABASE",
    kind: "flag",
    default: "false",
    section: "Database",
    help: "Use a database beyond loopback without TLS: everything that is kept is readable and changeable on the way.",
  },
  "retention-role": {
    variable: "PORTCULLIS_RETENTION_ROLE",
    kind: "role",
    defaultText: "the role of --database",
    section: "Database",
    help: "Role of the database that deletes events past their time, where the other one may not.",
  },
  "retention-password-file": {
    variable: "PORTCULLIS_RETENTION_PASSWORD_FILE",
    kind: "path",
    section: "Database",
    help: "File with that role's password, mode 0600.",
  },
  "max-staleness": {
    variable: "PORTCULLIS_MAX_STALENESS",
    kind: "seconds",
    default: "900",
    bounds: { least: 2, most: 3600 },
    section: "Database",
    help: "How long a node that is cut off from the database goes on deciding. A revocation holds everywhere within twice that.",
  },
  host: {
    variable: "PORTCULLIS_HOST",
    kind: "hosts",
    default: "127.0.0.1,::1",
    section: "Network",
    help: "Addresses to listen on. May be given more than once.",
  },
  port: {
    variable: "PORTCULLIS_PORT",
    kind: "port",
    default: "4580",
    bounds: { least: 0, most: 65535 },
    section: "Network",
    help: "Port of the AWS APIs. 0 takes a free one.",
  },
  "operator-port": {
    variable: "PORTCULLIS_OPERATOR_PORT",
    kind: "port",
    defaultText: "port + 1",
    bounds: { least: 0, most: 65535 },
    section: "Network",
    help: "Port on loopback for health, readiness, metrics and the test controls. 0 takes a free one.",
  },
  "allow-plain-http": {
    variable: "PORTCULLIS_ALLOW_PLAIN_HTTP",
    kind: "flag",
    default: "false",
    section: "Network",
    help: "Listen beyond loopback without TLS: requests and answers, secrets included, are readable on the way.",
  },
  "server-names": {
    variable: "PORTCULLIS_SERVER_NAMES",
    kind: "names",
    section: "Network",
    help: "Names and addresses by which clients reach this server, beside localhost and the addresses it listens on.",
  },
  "public-url": {
    variable: "PORTCULLIS_PUBLIC_URL",
    kind: "url",
    section: "Network",
    help: "URL of this server as clients see it, for redirects, issuers and metadata. Its host is a server name.",
  },
  "base-path": {
    variable: "PORTCULLIS_BASE_PATH",
    kind: "base-path",
    default: "/",
    section: "Network",
    help: "Path below which the APIs are served.",
  },
  "tls-cert": {
    variable: "PORTCULLIS_TLS_CERT",
    kind: "path",
    section: "TLS",
    help: "Certificate chain, PEM. Read again when it changes or on SIGHUP.",
  },
  "tls-key": {
    variable: "PORTCULLIS_TLS_KEY",
    kind: "path",
    section: "TLS",
    help: "Private key, PEM, not readable by others.",
  },
  "trusted-proxies": {
    variable: "PORTCULLIS_TRUSTED_PROXIES",
    kind: "networks",
    section: "Behind a proxy",
    help: "Networks whose X-Forwarded-For and X-Forwarded-Proto are believed. Without it they count for nothing.",
  },
  "max-connections": {
    variable: "PORTCULLIS_MAX_CONNECTIONS",
    kind: "count",
    default: "1024",
    bounds: { least: 1, most: 1_000_000 },
    section: "Limits",
    help: "Open connections for each address that is listened on.",
  },
  "max-header-bytes": {
    variable: "PORTCULLIS_MAX_HEADER_BYTES",
    kind: "bytes",
    default: "16384",
    bounds: { least: 1024, most: 65_536 },
    section: "Limits",
    help: "Size of a request's line and headers together.",
  },
  "max-header-count": {
    variable: "PORTCULLIS_MAX_HEADER_COUNT",
    kind: "count",
    default: "100",
    bounds: { least: 10, most: 1000 },
    section: "Limits",
    help: "Number of headers of a request.",
  },
  "headers-timeout": {
    variable: "PORTCULLIS_HEADERS_TIMEOUT",
    kind: "seconds",
    default: "10",
    bounds: { least: 1, most: 600 },
    section: "Limits",
    help: "Time for the headers of a request to arrive.",
  },
  "request-timeout": {
    variable: "PORTCULLIS_REQUEST_TIMEOUT",
    kind: "seconds",
    default: "30",
    bounds: { least: 1, most: 600 },
    section: "Limits",
    help: "Time for a whole request to arrive.",
  },
  "keep-alive-timeout": {
    variable: "PORTCULLIS_KEEP_ALIVE_TIMEOUT",
    kind: "seconds",
    default: "65",
    bounds: { least: 1, most: 3600 },
    section: "Limits",
    help: "Time that a connection may wait for its next request.",
  },
  "drain-delay": {
    variable: "PORTCULLIS_DRAIN_DELAY",
    kind: "seconds",
    default: "0",
    bounds: { least: 0, most: 3600 },
    section: "Process",
    help: "Time after SIGTERM or SIGINT in which requests are still taken while /readyz fails, so that balancers see it. Comes before --shutdown-grace.",
  },
  "shutdown-grace": {
    variable: "PORTCULLIS_SHUTDOWN_GRACE",
    kind: "seconds",
    default: "20",
    bounds: { least: 0, most: 3600 },
    section: "Process",
    help: "Time for requests under way to finish after SIGTERM or SIGINT. A second signal, half a second later or more, ends at once.",
  },
  "log-level": {
    variable: "PORTCULLIS_LOG_LEVEL",
    kind: "log-level",
    default: "info",
    section: "Process",
    help: "Least level of the log, which goes to standard error as JSON lines.",
  },
} as const satisfies { readonly [name: string]: OptionRow };

export type OptionName = keyof typeof options;

export const optionNames = Object.keys(options) as readonly OptionName[];

/** A row by its name, without what is special to it. */
export function optionRow(name: OptionName): OptionRow {
  return options[name];
}

export function isOptionName(text: string): text is OptionName {
  return Object.hasOwn(options, text);
}
