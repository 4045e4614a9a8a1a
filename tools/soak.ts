/**
 * `npm run soak [-- part of a path]`: the long runs. They are the files named *.soak.ts, and the tests that do more
 * rounds where PORTCULLIS_SOAK is set; one at a time, so that each has the machine for itself.
 */
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { runTests } from "./run-tests.ts";
import { allPassed, describeFile, describeTotal } from "./test-report.ts";

const root = resolve(import.meta.dirname, "..");
const hour = 3_600_000;

process.env.PORTCULLIS_SOAK = "1";
const wanted = process.argv.slice(2);
const files = globSync("{packages,conformance}/**/*.{soak,test}.ts", { cwd: root })
  .filter((file) => !file.includes("node_modules"))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .filter(
    (file) =>
      file.endsWith(".soak.ts") || readFileSync(resolve(root, file), "utf8").includes("PORTCULLIS_SOAK"),
  )
  .sort();
const groups = files.map((file) => ({ files: [file] }));
const options = { root, silence: hour, processes: 1 };
const ran = await runTests(groups, options, (file) => console.log(describeFile(file)));
const results = ran.flatMap((file) => file.results);
console.log(describeTotal(results));
process.exitCode = allPassed(results) ? 0 : 1;
