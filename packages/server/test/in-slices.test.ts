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
    const work = inSlices(
      "account/1",
      until(() => others === 3, [], "work"),
    );
    for (; others < 3; others++) await aTurn();
    assert.equal(await work, "work");
  });

  test("is done one after another, in the order it came", async () => {
    const log: string[] = [];
    let others = 0;
    const two = Promise.all([
      inSlices(
        "account/1",
        until(() => others === 2, log, "first"),
      ),
      inSlices(
        "account/1",
        until(() => true, log, "second"),
      ),
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
    const failed = inSlices("account/1", failing());
    const next = inSlices(
      "account/1",
      until(() => true, [], "next"),
    );
    assert.ok(failed !== "busy");
    await assert.rejects(failed, /broken/);
    assert.equal(await next, "next");
  });

  test("attack: an account asks for it without end, and another one's waits for two works of it at most", async (t) => {
    const log: string[] = [];
    let over = false;
    t.after(() => (over = true));
    const work = (name: string) => until(() => over, log, name);
    const flood = Array.from({ length: 20 }, (_, at) => inSlices("account/1", work(`flood ${at}`)));
    const others = ["second", "third"].map((name) => inSlices(`account/${name}`, work(name)));
    await aTurn();
    over = true;
    await Promise.all([...flood, ...others]);
    const begun = log.filter((line) => line.endsWith("begins"));
    assert.deepEqual(begun.slice(0, 5), [
      "flood 0 begins",
      "flood 1 begins",
      "second begins",
      "third begins",
      "flood 2 begins",
    ]);
    assert.equal(begun.length, 22);
  });

  test("attack: who asks for it and goes away does not fill the memory with what waits", async (t) => {
    let over = false;
    t.after(() => (over = true));
    const ask = (account: string) =>
      inSlices(
        account,
        until(() => over),
      );
    const flood = Array.from({ length: 1000 }, () => ask("account/1"));
    const refused = flood.filter((each) => each === "busy");
    assert.equal(refused.length, 1000 - 33, "one is under way and 32 wait");
    assert.notEqual(ask("account/2"), "busy");
    over = true;
    await Promise.all(flood);
    assert.notEqual(ask("account/1"), "busy", "and there is room again");
  });
});
