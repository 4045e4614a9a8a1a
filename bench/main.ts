/** `npm run bench [-- part of a name ...]`: the scenarios, each beside its floor in the same run. Fails below a bar. */
import { globSync } from "node:fs";
import { resolve } from "node:path";
import { describeMachine, describeResult } from "./report.ts";
import { runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";

const here = import.meta.dirname;
const wanted = process.argv.slice(2);
const files = globSync("*.bench.ts", { cwd: here })
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
if (files.length === 0) {
  console.error("no scenario has such a name");
  process.exit(1);
}

console.log(`${describeMachine()}\n`);
const began = performance.now();
let missed = 0;
for (const file of files) {
  const { scenario } = (await import(resolve(here, file))) as { readonly scenario: Scenario };
  const result = await runScenario(scenario);
  missed += result.verdicts.filter(({ held }) => !held).length;
  console.log(describeResult(result));
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(`${files.length} scenarios in ${seconds} s, ${missed} bars missed`);
process.exit(missed === 0 ? 0 : 1);
