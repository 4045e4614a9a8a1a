import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BodyTable, bodyFormats } from "@portcullis/directory";
import { isExpectation, type Release, releaseFolders, releases, thisRelease } from "./releases.ts";
import type { Finding, Tree } from "./tree.ts";

const table = "tools/releases.json";

/** What releases left is unchanged and complete, and what this one writes is read by the one before it. */
export function checkReleases(root: string, tree: Tree): readonly Finding[] {
  const sumOf = (path: string) =>
    createHash("sha256")
      .update(readFileSync(join(root, path)))
      .digest("hex");
  return [
    ...keptFindings(tree.paths, releases, sumOf),
    ...formatFindings(bodyFormats, releases, thisRelease),
  ];
}

export function keptFindings(
  paths: readonly string[],
  kept: Readonly<Record<string, Release>>,
  sumOf: (path: string) => string,
): readonly Finding[] {
  const findings: Finding[] = [];
  const there = new Set(paths);
  const named = new Set<string>();
  for (const [release, { files }] of Object.entries(kept)) {
    for (const [path, sum] of Object.entries(files)) {
      named.add(path);
      if (!there.has(path)) findings.push({ path, message: `is what release ${release} left, and is gone` });
      else if (sumOf(path) !== sum)
        findings.push({ path, message: `is not as release ${release} left it, which never changes` });
    }
  }
  for (const path of paths) {
    const inside = releaseFolders.some((folder) => path.startsWith(`${folder}/`));
    if (inside && !named.has(path) && !isExpectation(path))
      findings.push({ path, message: `is in no row of ${table}; run: npm run keep-release` });
  }
  return findings;
}

/**
 * Two neighbouring releases serve one database, so none writes what the one before it cannot read. Whatever this one
 * reads stands in its own row, for the next one to be held to.
 */
export function formatFindings(
  formats: BodyTable,
  kept: Readonly<Record<string, Release>>,
  current: string,
): readonly Finding[] {
  const names = Object.keys(kept);
  const at = names.indexOf(current);
  if (at === -1 || at !== names.length - 1)
    return [{ path: table, message: `its last row is not release ${current}; run: npm run keep-release` }];
  const findings: Finding[] = [];
  const before = names[at - 1];
  for (const [kind, { written, steps }] of Object.entries(formats)) {
    if (kept[current]?.reads[kind] !== 1 + steps.length)
      findings.push({
        path: table,
        message: `release ${current} reads ${kind} otherwise; run: npm run keep-release`,
      });
    if (before !== undefined && written > (kept[before]?.reads[kind] ?? 0))
      findings.push({
        path: "packages/directory/src/body-formats.table.ts",
        message: `release ${before} cannot read the ${kind} of format ${written}: write it one release later`,
      });
  }
  return findings;
}
