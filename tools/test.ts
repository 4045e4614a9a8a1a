/** `npm test`: every test of the project. The last line says how many passed and how many failed. */
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { clusterVariable } from "../packages/storage/test/postgres/cluster.ts";
import { runTests } from "./run-tests.ts";
import { offerCluster } from "./test-cluster.ts";
import { folderInMemory } from "./test-folder.ts";
import { groupTests } from "./test-groups.ts";
import { allPassed, describeFile, describeSlow, describeTotal } from "./test-report.ts";

const help = `usage: npm test -- [part of a path ...] [--name <regular expression>] [--slow]

  part of a path   run only the test files whose path has one of these in it
  --name           run only the tests whose name matches
  --slow           list the files and tests that took longest
`;

const root = resolve(import.meta.dirname, "..");
const patterns = [
  "packages/*/test/**/*.test.ts",
  "tools/test/**/*.test.ts",
  "{conformance,examples}/**/*.test.ts",
];

const { values, positionals } = readArguments();
const files = globSync(patterns, { cwd: root })
  .filter((file) => !file.includes("node_modules"))
  .filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)))
  .filter((file) => values.name === undefined || mayHold(file, new RegExp(values.name)))
  .sort();
if (files.length === 0) {
  const named = values.name === undefined ? "" : ", or none with a line that matches the name";
  console.error(`There is no such test file${named}.`);
}

/** Ends the process where help is asked for, or what is given cannot be meant. */
function readArguments() {
  const options = { name: { type: "string" }, slow: { type: "boolean" }, help: { type: "boolean" } } as const;
  try {
    const parsed = parseArgs({ allowPositionals: true, options });
    new RegExp(parsed.values.name ?? "");
    if (parsed.values.help !== true) return parsed;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${help}`);
    process.exit(2);
  }
  process.stdout.write(help);
  process.exit(0);
}

/** A file none of whose lines matches need not start its server; names that are put together stay out. */
function mayHold(file: string, name: RegExp): boolean {
  return readFileSync(resolve(root, file), "utf8")
    .split("\n")
    .some((line) => name.test(line));
}

// What somebody chose stays, by whichever variable Node reads it.
const { TMPDIR, TMP, TEMP } = process.env;
const folder = TMPDIR || TMP || TEMP || folderInMemory();
if (folder !== undefined) process.env.TMPDIR = folder;
const cluster = await offerCluster();
const options = {
  root,
  env: { [clusterVariable]: cluster.socket },
  // Long enough for a test that waits for others on a busy machine.
  silence: 120_000,
  ...(values.name === undefined ? {} : { name: values.name }),
};
const ran = await runTests(groupTests(files), options, (file) => console.log(describeFile(file)));
await cluster.close();
const results = ran.flatMap((file) => file.results);
if (values.slow === true) console.log(describeSlow(ran));
console.log(describeTotal(results));
process.exitCode = allPassed(results) ? 0 : 1;
