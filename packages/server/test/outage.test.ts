import assert from "node:assert/strict";
import { test } from "node:test";
import { StorageError } from "@portcullis/storage";
import { tellOutage } from "../src/operate/outage.ts";
import { keptLog } from "./listen-harness.ts";

const away = new StorageError("away", "nobody answers");

function telling() {
  const { log, lines } = keptLog();
  let waited = 0;
  const outage = tellOutage(log, {
    began: "Letters cannot be sent; they are kept",
    over: () => `Letters are sent again; ${waited} waited.`,
    bug: "A letter was refused.",
  });
  return {
    outage,
    fail(error: unknown) {
      waited += 1;
      outage.failed(error);
    },
    said: () => lines().map(({ msg }) => msg),
    lines,
  };
}

test("an outage is said once, without a stack, and its end with what came of it", () => {
  const { outage, fail, said, lines } = telling();
  outage.worked();
  for (let time = 0; time < 5; time++) fail(away);
  outage.worked();
  outage.worked();
  assert.deepEqual(said(), [
    "Letters cannot be sent; they are kept (nobody answers).",
    "Letters are sent again; 5 waited.",
  ]);
  assert.ok(lines().every((line) => !("err" in line)));
});

test("the next outage is said again", () => {
  const { outage, fail, said } = telling();
  for (let time = 0; time < 2; time++) {
    fail(away);
    outage.worked();
  }
  assert.equal(said().length, 4);
});

test("a bug is said each time, with where it stands, and neither begins nor ends an outage", () => {
  const { outage, fail, said, lines } = telling();
  fail(new TypeError("a bug"));
  fail(new TypeError("a bug"));
  outage.worked();
  assert.deepEqual(said(), ["A letter was refused.", "A letter was refused."]);
  assert.ok(lines().every((line) => "err" in line));
});
