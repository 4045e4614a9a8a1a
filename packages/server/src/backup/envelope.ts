import type { Deployment } from "@portcullis/storage";
import { columns, type RowTable } from "./columns.table.ts";

/** The format of backups; a reader refuses what is newer. */
export const backupFormat = 1;

/** A backup's first line. */
export interface Header {
  readonly format: number;
  /** Epoch milliseconds. */
  readonly created: number;
  /** The release that wrote it. */
  readonly version: string;
  readonly deployment: Deployment;
}

export type RowCounts = Readonly<Record<RowTable, number>>;

/** A backup's last line: what stands between the two. */
export interface Trailer {
  readonly rows: RowCounts;
  /** The revisions of all realms, added up. */
  readonly revisions: number;
  /** Of every byte before this line, in hexadecimal digits. */
  readonly sha256: string;
  /** The same digest, sealed: whoever lacks the deployment's keys can change a backup, but not unnoticed. */
  readonly seal: string;
}

/** In the order of a backup. */
export const rowTables = Object.keys(columns) as readonly RowTable[];

export function newRowCounts(): Record<RowTable, number> {
  return { key: 0, realm: 0, entity: 0, event: 0, once: 0, locator: 0, usage: 0 };
}

export function lineOfHeader({ format, created, version, deployment }: Header): string {
  const { keyCheck, format: tables, ...own } = deployment;
  const kept = { ...own, keyCheck: Buffer.from(keyCheck).toString("base64"), tables };
  return `${JSON.stringify({ portcullis: "backup", format, created, version, deployment: kept })}\n`;
}

export function lineOfTrailer(trailer: Trailer): string {
  return `${JSON.stringify({ end: trailer })}\n`;
}

/** The format that a first line states; undefined: it is no backup of ours. */
export function formatOf(value: unknown): number | undefined {
  const { portcullis, format } = fieldsOf(value);
  return portcullis === "backup" && isNumber(format) ? format : undefined;
}

export function headerOf(value: unknown): Header | undefined {
  const { created, version, deployment } = fieldsOf(value);
  const { id, incarnation, partition, keyCheck, tables } = fieldsOf(deployment);
  if (!isText(version) || !isNumber(created) || !isNumber(tables)) return undefined;
  if (!isText(id) || !isText(incarnation) || !isText(partition) || !isText(keyCheck)) return undefined;
  const check = new Uint8Array(Buffer.from(keyCheck, "base64"));
  const kept = { id, incarnation, partition, keyCheck: check, format: tables };
  return { format: backupFormat, created, version, deployment: kept };
}

export function trailerOf(value: unknown): Trailer | undefined {
  const { rows, revisions, sha256, seal } = fieldsOf(fieldsOf(value).end);
  const counts = fieldsOf(rows);
  const isWhole = rowTables.every((table) => isNumber(counts[table]));
  if (!isWhole || !isNumber(revisions) || !isText(sha256) || !isText(seal)) return undefined;
  return { rows: counts as RowCounts, revisions, sha256, seal };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);
