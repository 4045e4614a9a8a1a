import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { weighedMap } from "../src/weighed-map.ts";

describe("a map by weight", () => {
  test("lets go of what was not used for longest, until the rest weighs no more than it may", () => {
    const map = weighedMap<string, object>(10);
    const [a, b, c] = [{}, {}, {}];
    map.set("a", a, 4);
    map.set("b", b, 4);
    assert.equal(map.get("a"), a);
    map.set("c", c, 4);
    assert.deepEqual([map.get("a"), map.get("b"), map.get("c")], [a, undefined, c]);
  });

  test("keeps nothing that is heavier than all of it, and nothing else goes for that", () => {
    const map = weighedMap<string, object>(10);
    const small = {};
    map.set("small", small, 10);
    map.set("large", {}, 11);
    assert.deepEqual([map.get("small"), map.get("large")], [small, undefined]);
  });

  test("weighs what takes a place anew", () => {
    const map = weighedMap<string, object>(10);
    const [first, second, other] = [{}, {}, {}];
    map.set("a", first, 9);
    map.set("a", second, 5);
    map.set("b", other, 5);
    assert.deepEqual([map.get("a"), map.get("b")], [second, other]);
    map.set("a", {}, 11);
    assert.deepEqual([map.get("a"), map.get("b")], [undefined, other]);
  });

  test("holds no more than it may, however many come", () => {
    const map = weighedMap<number, object>(100);
    for (let key = 0; key < 1000; key++) map.set(key, {}, 1 + (key % 7));
    let weight = 0;
    for (let key = 0; key < 1000; key++) if (map.get(key) !== undefined) weight += 1 + (key % 7);
    assert.ok(weight > 90 && weight <= 100, `${weight}`);
  });
});
