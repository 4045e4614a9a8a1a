/** Backups as tests make them, look at them, change them and restore them. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { type RestoreRequest, restoreBackup } from "@portcullis/server";
import { type Calls, done } from "./calls.ts";

/** Every line of a backup, without its end. */
export function linesOfBackup(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
}

/** Whether a compressed file that was changed still decompresses to the text of the original. */
export function holdTheSame(original: Buffer, changed: Buffer): boolean {
  try {
    return gunzipSync(changed).equals(gunzipSync(original));
  } catch {
    return false;
  }
}

/** Writes lines as a backup whose counts are those of its trailer and whose sum is right, as anybody could. */
export function writeLines(path: string, lines: readonly string[]): void {
  const rows = lines
    .slice(0, -1)
    .map((line) => `${line}\n`)
    .join("");
  const trailer = JSON.parse(lines.at(-1) ?? "");
  trailer.end.sha256 = createHash("sha256").update(rows).digest("hex");
  writeFileSync(path, gzipSync(`${rows}${JSON.stringify(trailer)}\n`), { mode: 0o600 });
}

/** A new data directory that holds the master key of another one, and nothing else. */
export function emptyPlace(folder: string, name: string, from: string): string {
  const place = join(folder, name);
  mkdirSync(place, { mode: 0o700 });
  copyFileSync(join(from, "master.key"), join(place, "master.key"));
  return place;
}

/** A data directory with an embedded database, as the options name it. */
export function placeAt(
  dataDirectory: string,
  masterKeyFiles: readonly string[] = [],
): RestoreRequest["mode"] {
  return { kind: "durable", dataDirectory, masterKeyFiles, masterKeyCommands: [], database: undefined };
}

/** Restores a backup that must be one. */
export async function restored(file: string, dataDirectory: string, asNewDeployment = false) {
  const report = await restoreBackup({ file, mode: placeAt(dataDirectory), asNewDeployment });
  assert.ok(!("problem" in report), JSON.stringify(report));
  return report;
}

/** The answer of CreateBackup. */
export interface Made {
  readonly Path: string;
  readonly Size: number;
  readonly Sha256: string;
  readonly Events: number;
  readonly Revisions: number;
  readonly Realms: number;
}

export async function backup(by: Calls): Promise<Made> {
  return JSON.parse((await done(by.own("CreateBackup"))).body).Backup;
}
