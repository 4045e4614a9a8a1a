/** Backups as tests look at them: their lines, and the same with something changed. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

/** Every line of a backup, without its end. */
export function linesOfBackup(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
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
