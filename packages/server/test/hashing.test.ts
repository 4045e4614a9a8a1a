import assert from "node:assert/strict";
import { test } from "node:test";
import { hashing } from "../src/hashing.ts";

test("a key's secret is not left in the memory that small buffers share, and that goes along with a copy of any", () => {
  const secret = `AWS4${"left-behind".repeat(3)}`;
  hashing.hmacHex(hashing.hmacKey(hashing.key(secret), "20260101"), "text");
  const shared = Buffer.from(Buffer.from("x").buffer);
  assert.equal(shared.includes(secret), false);
});
