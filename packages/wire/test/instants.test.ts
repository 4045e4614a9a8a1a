import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { formatInstant } from "../src/scalars.ts";

describe("an instant in an answer", () => {
  test("is that of a Date, without its milliseconds, whatever was written before it", () => {
    const instant = fc.integer({ min: -8.64e15, max: 8.64e15 });
    const near = fc.tuple(instant, fc.array(fc.integer({ min: -200_000_000, max: 200_000_000 })));
    fc.assert(
      fc.property(near, ([from, steps]) => {
        for (const step of [0, ...steps]) {
          const time = Math.max(-8.64e15, Math.min(8.64e15, from + step));
          assert.equal(formatInstant(time), new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z"));
        }
      }),
    );
  });

  test("that is none is a bug", () => {
    for (const time of [Number.NaN, 8.64e15 + 86_400_000])
      assert.throws(() => formatInstant(time), RangeError);
  });
});
