import { isIP } from "node:net";
import { type Network, parseNetwork } from "./networks.ts";
import { isPartitionName, type PartitionName, partitions } from "./partitions.table.ts";

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the value of an option of a kind becomes. */
export interface KindValues {
  readonly flag: boolean;
  readonly path: string;
  readonly paths: readonly string[];
  readonly port: number;
  readonly count: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly hosts: readonly string[];
  readonly names: readonly string[];
  readonly networks: readonly Network[];
  readonly "base-path": string;
  readonly database: string;
  readonly role: string;
  readonly url: string;
  readonly partition: PartitionName;
  readonly "log-level": LogLevel;
}
export type Kind = keyof KindValues;

/** Bounds of a number, both included. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

type Reader<K extends Kind> = (text: string, bounds: Bounds) => KindValues[K] | undefined;

interface KindRow<K extends Kind> {
  /** How the value is written in help texts; empty for a flag. */
  readonly form: string;
  /** What a value must be, to follow "must be". */
  readonly must: (bounds: Bounds) => string;
  /** Undefined when the text is not such a value. */
  readonly read: Reader<K>;
}

const within = (text: string, { least, most }: Bounds): number | undefined => {
  if (!/^(0|[1-9]\d{0,8})$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
};

/** A list is separated by commas; every member must be readable, and an empty member is a mistake. */
function list<T>(text: string, read: (member: string) => readonly T[] | undefined): readonly T[] | undefined {
  const all: T[] = [];
  for (const member of text.split(",")) {
    const values = read(member.trim());
    if (values === undefined) return undefined;
    all.push(...values);
  }
  return [...new Set(all)];
}

function path(text: string): string | undefined {
  return text === "" || text.includes("\0") ? undefined : text;
}

// A label may hold underscores, which names of containers do.
const hostName = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/;

function bindAddress(text: string): readonly string[] | undefined {
  if (text.toLowerCase() === "localhost") return ["127.0.0.1", "::1"];
  return isIP(text) !== 0 && !text.includes("%") ? [text] : undefined;
}

function serverName(text: string): readonly string[] | undefined {
  const name = text.toLowerCase();
  if (isIP(name) !== 0) return name.includes("%") ? undefined : [name];
  // A name whose last label is a number would be read by clients as an IPv4 address in an unusual spelling.
  return hostName.test(name) && !/(^|\.)(\d+|0x[0-9a-f]*)$/.test(name) ? [name] : undefined;
}

function basePath(text: string): string | undefined {
  if (text === "/") return "";
  const segments = text.split("/");
  if (segments.shift() !== "" || text.length > 256) return undefined;
  const plain = segments.every((s) => /^[A-Za-z0-9._~-]+$/.test(s) && s !== "." && s !== "..");
  return plain ? text : undefined;
}

function publicUrl(text: string): string | undefined {
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || /[?#@]/.test(text)) return undefined;
  return url.href.replace(/\/+$/, "");
}

/** What else may be wrong with it is said by a rule, in a sentence of its own. */
function databaseUrl(text: string): string | undefined {
  if (!/^postgres(?:ql)?:\/\/[^\s\\#]+$/i.test(text)) return undefined;
  return /^[^/]*\/\/[^/@]*:[^/]*@/.test(text) ? undefined : text;
}

const flagTexts: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

const number = ({ least, most }: Bounds) => `a whole number from ${least} to ${most}`;

export const kinds: { readonly [K in Kind]: KindRow<K> } = {
  flag: {
    form: "",
    must: () => "true or false",
    read: (text) => flagTexts.get(text.toLowerCase()),
  },
  path: {
    form: "PATH",
    must: () => "a path",
    read: path,
  },
  paths: {
    form: "PATH,…",
    must: () => "paths, separated by commas",
    read: (text) => list(text, (member) => oneOf(path(member))),
  },
  port: { form: "PORT", must: number, read: within },
  count: { form: "NUMBER", must: number, read: within },
  bytes: { form: "BYTES", must: (bounds) => `${number(bounds)} (bytes)`, read: within },
  seconds: { form: "SECONDS", must: (bounds) => `${number(bounds)} (seconds)`, read: within },
  hosts: {
    form: "ADDRESS,…",
    must: () => "IP addresses to listen on (or localhost), separated by commas",
    read: (text) => list(text, bindAddress),
  },
  names: {
    form: "NAME,…",
    must: () => "host names or IP addresses without port, separated by commas",
    read: (text) => list(text, serverName),
  },
  networks: {
    form: "NETWORK,…",
    must: () => "networks like 10.0.0.0/8 or 2001:db8::/32, never /0, separated by commas",
    read: (text) => list(text, (member) => oneOf(parseNetwork(member))),
  },
  "base-path": {
    form: "PATH",
    must: () => "a path like /iam, of letters, digits and . _ ~ -, without a slash at its end",
    read: basePath,
  },
  database: {
    form: "URL",
    must: () => "a URL like postgres://role@host:5432/database, without a password, which a file holds",
    read: databaseUrl,
  },
  role: {
    form: "NAME",
    must: () => "the name of a role of the database, 1 to 63 letters, digits and _ . -",
    read: (text) => (/^[A-Za-z0-9_.-]{1,63}$/.test(text) ? text : undefined),
  },
  url: {
    form: "URL",
    must: () => "an http or https URL without user, query and fragment",
    read: publicUrl,
  },
  partition: {
    form: "NAME",
    must: () => `one of ${Object.keys(partitions).join(", ")}`,
    read: (text) => (isPartitionName(text) ? text : undefined),
  },
  "log-level": {
    form: "LEVEL",
    must: () => `one of ${logLevels.join(", ")}`,
    read: (text) => logLevels.find((level) => level === text),
  },
};

function oneOf<T>(value: T | undefined): readonly T[] | undefined {
  return value === undefined ? undefined : [value];
}
