import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packedSize } from "@portcullis/keys";
import fc from "fast-check";

const text = fc.string({ unit: "grapheme" });
const facts = fc.record({
  policy: fc.option(text, { nil: undefined }),
  policyArns: fc.array(text),
  tags: fc.array(fc.record({ key: text, value: text })),
});

describe("the packed size", () => {
  it("of no policies and no tags is 0, of anything at least 1", () => {
    assert.equal(packedSize({ policy: undefined, policyArns: [], tags: [] }), 0);
    assert.equal(packedSize({ policy: undefined, policyArns: [], tags: [{ key: "k", value: "" }] }), 1);
  });

  it("never shrinks when something is added", () => {
    fc.assert(
      fc.property(facts, text, (some, more) => {
        const size = packedSize(some);
        assert.ok(packedSize({ ...some, policy: (some.policy ?? "") + more }) >= size);
        assert.ok(packedSize({ ...some, policyArns: [...some.policyArns, more] }) >= size);
        assert.ok(packedSize({ ...some, tags: [...some.tags, { key: more, value: more }] }) >= size);
      }),
    );
  });

  it("of the longest inline policy leaves room for tags", () => {
    assert.equal(packedSize({ policy: "x".repeat(2048), policyArns: [], tags: [] }), 59);
  });
});
