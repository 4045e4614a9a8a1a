import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { ONE_ASKING, stopSignals } from "../src/operate/stop-signals.ts";

function waiting() {
  const signals = new EventEmitter();
  const heard = { atOnce: 0 };
  let time = 1000;
  const stop = stopSignals(
    signals,
    ["SIGTERM", "SIGINT"],
    () => heard.atOnce++,
    () => time,
  );
  return { signals, heard, stop, later: (milliseconds: number) => (time += milliseconds) };
}

test("signals that come together are one asking, whoever passed them on", async () => {
  const { signals, heard, stop, later } = waiting();
  signals.emit("SIGINT");
  await stop.first;
  signals.emit("SIGINT");
  later(ONE_ASKING);
  signals.emit("SIGTERM");
  assert.equal(heard.atOnce, 0);
});

test("a signal that comes later than that asks for the end at once, however many came before it", () => {
  const { signals, heard, later } = waiting();
  for (const _ of [1, 2, 3]) {
    signals.emit("SIGINT");
    later(ONE_ASKING / 2);
  }
  assert.equal(heard.atOnce, 0);
  signals.emit("SIGINT");
  assert.equal(heard.atOnce, 1);
});

test("signals that were given back are heard no more", () => {
  const { signals, heard, stop, later } = waiting();
  signals.emit("SIGTERM");
  stop.release();
  later(ONE_ASKING + 1);
  signals.emit("SIGTERM");
  assert.equal(heard.atOnce, 0);
});
