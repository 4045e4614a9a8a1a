import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { nodeBinaries } from "./dependencies.table.ts";
import type { Finding } from "./tree.ts";

/** The Node that npm installed, where it installed one, is the one that was looked at when it was pinned. */
export async function checkNodeBinary(root: string, expected = nodeBinaries): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { optionalDependencies = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (!name.startsWith("node-")) continue;
    const row = expected.find((candidate) => candidate.name === name && candidate.version === version);
    if (row === undefined) {
      findings.push({ path: "package.json", message: `no SHA-256 is recorded for ${name}@${version}` });
      continue;
    }
    const file = `node_modules/${name}/bin/node`;
    if (!existsSync(join(root, file))) continue;
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(root, file)), hash);
    const sha256 = hash.digest("hex");
    if (sha256 !== row.sha256) findings.push({ path: file, message: `has the SHA-256 ${sha256}` });
  }
  return findings;
}
