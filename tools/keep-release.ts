/**
 * `npm run keep-release [-- --again]`: keeps what this release writes, for every later one to read: bodies of every
 * kind, and an installation with what it answers. Run when a release is made; `--again` replaces what is kept already,
 * as long as the release is not out. `npm run keep-release -- --answers NAME` records only what the present sources
 * answer on the installation that release NAME left; whoever does that reads the difference.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bodyFormats } from "@portcullis/directory";
import {
  folderOf,
  installationFiles,
  keepAnswers,
  keepInstallation,
} from "../conformance/support/kept-release.ts";
import { bodiesFile, keepBodies } from "../packages/directory/test/released-bodies.ts";
import { type Release, releases, thisRelease } from "./releases.ts";

const root = resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { again: { type: "boolean" }, answers: { type: "string" } } });

if (values.answers !== undefined) {
  if (!Object.hasOwn(releases, values.answers)) fail("There is no such release.");
  await keepAnswers(values.answers);
} else if (Object.hasOwn(releases, thisRelease) && values.again !== true) {
  fail(`Release ${thisRelease} is kept already; if it is not out yet, give --again.`);
} else {
  keepBodies(thisRelease);
  await keepInstallation(thisRelease);
  await keepAnswers(thisRelease);
  const rows = { ...releases, [thisRelease]: rowOfThisRelease() };
  writeFileSync(resolve(root, "tools/releases.json"), `${JSON.stringify(rows, undefined, 2)}\n`);
}

function rowOfThisRelease(): Release {
  const formats = Object.entries(bodyFormats);
  const left = [...installationFiles, "known.json"].map((name) => resolve(folderOf(thisRelease), name));
  const files = [bodiesFile(thisRelease), ...left].map((file) => [relative(root, file), sumOf(file)]);
  return {
    reads: Object.fromEntries(formats.map(([kind, { steps }]) => [kind, 1 + steps.length])),
    files: Object.fromEntries(files),
  };
}

function sumOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
