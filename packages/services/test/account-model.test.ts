/** Whatever is done to an account, in any order, it holds what the model says, and deleting everything leaves nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { OperationId } from "@portcullis/services";
import fc from "fast-check";
import type { Named, Step, Taken } from "./account/kind.ts";
import { kinds } from "./account/kinds.table.ts";
import { type AccountModel, emptyModel } from "./account/model.ts";
import { anyStep, clearing, commandOf, making, reads, remember } from "./account/steps.ts";
import { type Cloud, newCloud, Refused } from "./harness.ts";
import { passwordPowers } from "./passwords.ts";

const powers = { ...passwordPowers(), findUses: async () => [] };

/** The output, or the code of the error. */
async function answerTo(cloud: Cloud, id: OperationId, input: object): Promise<unknown> {
  try {
    return await cloud.prepared(cloud.root(), id, input as never, powers);
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return thrown.code;
  }
}

async function take(cloud: Cloud, model: AccountModel, steps: readonly Step[]): Promise<void> {
  let named: Named = new Map();
  for (const drawn of steps) {
    const taken: Taken = { ...drawn, named, now: cloud.now, made: "" };
    const { id, input, error, names } = commandOf(model, taken);
    const answer = await answerTo(cloud, id, input);
    assert.equal(typeof answer === "string" ? answer : undefined, error, `${id} ${JSON.stringify(input)}`);
    if (error !== undefined) continue;
    const made = names?.of(answer as never) ?? "";
    if (names !== undefined) named = remember(named, names.under, made);
    commandOf(model, { ...taken, made }).apply();
  }
}

async function agree(cloud: Cloud, model: AccountModel): Promise<void> {
  for (const { id, input, of, expect } of reads) {
    const answer = await answerTo(cloud, id, input);
    const told = typeof answer === "string" ? answer : of(answer as never);
    assert.deepEqual(told, expect(model), `${id} ${JSON.stringify(input)}`);
  }
}

function sizes(cloud: Cloud): Record<string, number> {
  const { byId, indexes, counts } = cloud.state();
  // That a service-linked role was deleted can be asked for afterwards.
  const { "deletion-task": _, ...kept } = byId;
  const { deletionTasksByAge: __, ...found } = indexes;
  const all = { ...kept, ...found, counts };
  return Object.fromEntries(Object.entries(all).map(([name, map]) => [name, map.size]));
}

describe("any sequence of operations", () => {
  it("does what the model says, keeps every count, and can be undone to nothing", async () => {
    const untouched = sizes(newCloud());
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep(kinds), { maxLength: 100, size: "max" }), async (steps) => {
        const cloud = newCloud();
        const model = emptyModel();
        await take(cloud, model, [...making, ...steps]);
        await agree(cloud, model);
        for (const [id, input] of clearing(model)) cloud.call(cloud.root(), id, input as never);
        assert.deepEqual(sizes(cloud), untouched);
        await agree(cloud, emptyModel());
      }),
      { numRuns: 120 },
    );
  });
});
