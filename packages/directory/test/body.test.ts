import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type KeptBody,
  kept,
  readBody,
  sealedFields,
  sealedTexts,
  type User,
  unreadable,
  writeBody,
} from "@portcullis/directory";
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
    const refused = (kept: KeptBody, message: RegExp) =>
      assert.throws(() => readBody(kept), { name: "UnreadableBody", message });
    refused({ ...body, kind: "tenant" }, /^entities of the kind tenant, which this version does not know$/);
    refused({ ...body, kind: "constructor" }, /^entities of the kind constructor,/);
    refused({ ...body, v: 2 }, /^users of format 2 and this version reads up to 1$/);
    refused({ ...body, v: 0 }, /^users of format 0, which no version writes$/);
  });

  it("that is damaged is not read, and nothing of it is told", () => {
    const body = writeBody(samples.user);
    for (const damaged of ["", "{", "null", "[]", '"hunter2"', "hunter2"]) {
      assert.throws(() => readBody({ ...body, body: damaged }), {
        name: "UnreadableBody",
        message: `a damaged user, ${samples.user.id}`,
      });
    }
  });

  it("carries along what only another release knows of it", () => {
    const { body, ...kept } = writeBody(samples.user);
    const read = readBody({ ...kept, body: JSON.stringify({ ...JSON.parse(body), theirs: [1] }) });
    const again = writeBody({ ...(read as User), path: "/moved/" });
    assert.deepEqual(JSON.parse(again.body).theirs, [1]);
  });
});

describe("what a database holds", () => {
  it("can be read where every kind and format is known", () => {
    assert.equal(unreadable([]), undefined);
    assert.equal(unreadable(kinds.map((kind) => ({ kind, v: 1 }))), undefined);
  });

  it("is told of by the first that cannot be read", () => {
    const held = [
      { kind: "account", v: 1 },
      { kind: "policy", v: 3 },
      { kind: "tenant", v: 1 },
    ];
    assert.equal(unreadable(held), "policies of format 3 and this version reads up to 1");
    assert.equal(
      unreadable(held.toReversed()),
      "entities of the kind tenant, which this version does not know",
    );
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
