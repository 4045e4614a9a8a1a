import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { runTarget } from "../fuzz/run-target.ts";
import { loadTargets } from "../fuzz/targets.ts";

const targets = await loadTargets();

describe("a short run of each fuzzer", () => {
  for (const [name, target] of targets) {
    it(`${name}: ${target.property}`, async () => {
      const { inputs, failure } = await runTarget(
        target,
        randomInt(2 ** 31),
        target.component === "server" ? 2 : 0.7,
      );
      if (failure !== undefined) {
        const again = `npm run fuzz -- ${name} --seed ${failure.seed}`;
        throw new Error(`see it again with: ${again}`, { cause: failure.error });
      }
      assert.ok(inputs > 0);
    });
  }

  it("stands in the table of the fuzzers", () => {
    const table = readFileSync(resolve(import.meta.dirname, "../fuzz/README.md"), "utf8");
    for (const [name, { component }] of targets) {
      assert.ok(table.includes(`| [${name}](${name}.fuzz.ts) | ${component} |`), `${name} is missing`);
    }
  });
});
