import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compile, type SourceDocument } from "@portcullis/policy";
import { sharedSets } from "../src/shared-sets.ts";

const text = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});
const document = (more: Partial<SourceDocument> = {}): SourceDocument => ({
  source: { name: "p" },
  text,
  ...more,
});

function counting() {
  let compiled = 0;
  const share = sharedSets((type, documents) => {
    compiled++;
    return compile(type, documents);
  });
  return { share, compiled: () => compiled };
}

describe("attack: a compiled policy shared by what is not equal", () => {
  test("equal content is compiled once", () => {
    const { share, compiled } = counting();
    const sets = Array.from({ length: 100 }, () => share("identity", [document(), document({ text: "x" })]));
    assert.equal(new Set(sets).size, 1);
    assert.equal(compiled(), 1);
  });

  test("the same text as another type is another set", () => {
    const { share } = counting();
    const sets = (["identity", "boundary", "session", "scp"] as const).map((type) =>
      share(type, [document()]),
    );
    assert.deepEqual(
      sets.map(({ type }) => type),
      ["identity", "boundary", "session", "scp"],
    );
  });

  test("documents are told apart by each of their parts, and by where one ends", () => {
    const { share, compiled } = counting();
    const contents: readonly (readonly SourceDocument[])[] = [
      [],
      [document()],
      [document(), document()],
      [document({ text: `${text} ` })],
      [document({ source: { name: "q" } })],
      [document({ source: { name: "p", arn: "q" } })],
      [document({ principalIds: { x: "1" } })],
      [document({ principalIds: { x: "2" } })],
      [document({ text: `${text}p` })],
      [document({ source: { name: "" } })],
    ];
    const sets = contents.map((documents) => share("resource", documents));
    assert.equal(new Set(sets).size, contents.length);
    assert.equal(compiled(), contents.length);
    for (const [at, documents] of contents.entries()) assert.deepEqual(sets[at]?.documents, documents);
  });
});
