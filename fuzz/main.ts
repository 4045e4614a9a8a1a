/** `npm run fuzz [-- part of a name ...] [--seconds <n>] [--seed <n>]`: every target for its time, one after another. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runTarget } from "./run-target.ts";
import { loadTargets } from "./targets.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string" }, seed: { type: "string" } },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const chosen = (await loadTargets()).filter(
  ([name]) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
if (chosen.length === 0 || Number.isNaN(seed)) {
  console.error("usage: npm run fuzz [-- part of a target's name ...] [--seconds <n>] [--seed <n>]");
  process.exit(1);
}

let failed = 0;
for (const [name, target] of chosen) {
  const { inputs, seconds, failure } = await runTarget(
    target,
    seed,
    Number(values.seconds ?? target.seconds),
  );
  const told = `${name.padEnd(16)}${inputs.toLocaleString("en").padStart(12)} inputs in ${seconds.toFixed(0)} s`;
  console.log(failure === undefined ? `ok    ${told}` : `FAIL  ${told}`);
  if (failure === undefined) continue;
  failed += 1;
  console.log(`      ${target.property}\n      again: npm run fuzz -- ${name} --seed ${failure.seed}\n`);
  console.log(failure.error instanceof Error ? failure.error.stack : failure.error);
}
process.exit(failed === 0 ? 0 : 1);
