import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { kept, readBody, sealedFields, sealedTexts, writeBody } from "@portcullis/directory";
import { kinds, samples } from "./samples.ts";

describe("a kept body", () => {
  it("gives back every field of every kind", () => {
    for (const kind of kinds) assert.deepEqual(readBody(writeBody(samples[kind])), samples[kind]);
  });

  it("gives back documents byte for byte", () => {
    const text = '{ "Version" : "2012-10-17",\r\n\t"Statement":[] , "é":"\\u0000\u2028" }';
    const policy = { ...samples.policy, versions: [{ number: 1, text, created: 1 }] };
    const read = readBody(writeBody(policy));
    assert.equal(read.kind === "policy" && read.versions[0]?.text, text);
  });

  it("keeps kind and id beside it, not in it", () => {
    const { kind, id, body } = writeBody(samples.user);
    assert.deepEqual([kind, id], ["user", samples.user.id]);
    assert.ok(!body.includes(samples.user.id) && !("kind" in JSON.parse(body)));
  });

  it("of a kind or a format that this release does not know is not read", () => {
    const body = writeBody(samples.user);
    assert.throws(() => readBody({ ...body, kind: "tenant" }), /unknown kind tenant/);
    assert.throws(() => readBody({ ...body, kind: "constructor" }), /unknown kind/);
    assert.throws(() => readBody({ ...body, v: 2 }), /format 2; this release reads 1/);
  });
});

describe("the table of how fields are kept", () => {
  it("has a row for every field of every kind, and no others", () => {
    assert.deepEqual(new Set(Object.keys(kept)), new Set(kinds));
    for (const kind of kinds) {
      assert.deepEqual(new Set(Object.keys(kept[kind])), new Set(Object.keys(samples[kind])), kind);
    }
  });

  it("seals the secret of an access key", () => {
    assert.equal(kept["access-key"].secret, "sealed");
  });

  it("tells which fields are sealed, and what an entity holds in them", () => {
    for (const kind of kinds) {
      const fields = Object.entries(kept[kind]).filter(([, how]) => how === "sealed");
      assert.deepEqual(
        sealedFields.get(kind) ?? [],
        fields.map(([field]) => field),
      );
      assert.equal(sealedTexts(samples[kind]).length, fields.length);
    }
    const key = samples["access-key"];
    assert.deepEqual(sealedTexts(key), [{ field: "secret", text: key.secret }]);
    assert.deepEqual(sealedTexts({ ...key, secret: undefined as unknown as string }), []);
  });

  it("keeps nothing plain that is called like a secret", () => {
    for (const kind of kinds) {
      for (const [field, how] of Object.entries(kept[kind])) {
        if (/secret|password|seed|token|code|hash|private/i.test(field)) assert.notEqual(how, "plain", field);
      }
    }
  });
});
