import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Slices } from "@portcullis/services";
import { inSlices } from "../src/pipeline/in-slices.ts";
import { inTurn } from "../src/pipeline/turns.ts";

const aTurn = () => new Promise<void>((resolve) => inTurn(resolve));

/** Work that has no end of its own. */
function* until(ended: () => boolean, log: string[] = [], name = ""): Slices<string> {
  log.push(`${name} begins`);
  while (!ended()) yield;
  log.push(`${name} ends`);
  return name;
}

describe("long work", () => {
  test("gives way to other calls", async () => {
    let others = 0;
    const work = inSlices(until(() => others === 3, [], "work"));
    for (; others < 3; others++) await aTurn();
    assert.equal(await work, "work");
  });

  test("is done one after another, in the order it came", async () => {
    const log: string[] = [];
    let others = 0;
    const two = Promise.all([
      inSlices(until(() => others === 2, log, "first")),
      inSlices(until(() => true, log, "second")),
    ]);
    for (; others < 2; others++) await aTurn();
    await two;
    assert.deepEqual(log, ["first begins", "first ends", "second begins", "second ends"]);
  });

  test("that fails is no hindrance to what comes after it", async () => {
    function* failing(): Slices<never> {
      yield;
      throw new Error("broken");
    }
    const failed = inSlices(failing());
    const next = inSlices(until(() => true, [], "next"));
    await assert.rejects(failed, /broken/);
    assert.equal(await next, "next");
  });
});
