import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { atEndOfTurn, inTurn } from "../src/pipeline/turns.ts";

/** Requests that go on in their turn, do what needs no waiting, and answer at its end. */
function request(name: string, log: string[]): Promise<void> {
  return new Promise((resolve) => {
    inTurn(async () => {
      log.push(`${name} goes on`);
      await undefined;
      atEndOfTurn(() => {
        log.push(`${name} leaves`);
        resolve();
      });
    });
  });
}

describe("turns of the event loop", () => {
  test("requests go on a few at a time, in the order they came, and leave before the next ones go on", async () => {
    const log: string[] = [];
    await Promise.all(Array.from({ length: 20 }, (_, at) => request(String(at), log)));
    const turns = [[0, 8] as const, [8, 16] as const, [16, 20] as const];
    const expected = turns.flatMap(([from, to]) => {
      const names = Array.from({ length: to - from }, (_, at) => from + at);
      return [...names.map((name) => `${name} goes on`), ...names.map((name) => `${name} leaves`)];
    });
    assert.deepEqual(log, expected);
  });

  test("what becomes ready between turns leaves before any more requests go on", async () => {
    const log: string[] = [];
    const many = Array.from({ length: 40 }, (_, at) => request(String(at), log));
    await many[0];
    await new Promise<void>((resolve) => atEndOfTurn(resolve));
    assert.equal(log.filter((line) => line.endsWith("goes on")).length, 8);
    await Promise.all(many);
  });
});
