import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { HmacKey, signingKeys } from "@portcullis/keys";

const scope = { date: "20260101", region: "us-east-1", service: "iam" };
const derive = (): HmacKey => HmacKey.of(randomBytes(32));

describe("signing keys", () => {
  it("are remembered once a signature was proved with them, and not before", () => {
    const keys = signingKeys(10);
    const credential = {};
    const unproved = keys.of(credential, scope, derive)!;
    const next = keys.of(credential, scope, derive)!;
    assert.notEqual(next.key, unproved.key);
    assert.equal(keys.size, 0);
    next.proved();
    assert.equal(keys.of(credential, scope, () => assert.fail("derived again"))?.key, next.key);
  });

  it("attack: unproved dates, regions and services fill nothing and push nothing out", () => {
    const keys = signingKeys(1);
    const credential = {};
    const good = keys.of(credential, scope, derive)!;
    good.proved();
    for (let at = 0; at < 1000; at++) keys.of(credential, { ...scope, region: `r${at}` }, derive);
    assert.equal(keys.of(credential, scope, derive)?.key, good.key);
    assert.equal(keys.size, 1);
  });

  it("are of one date, region and service: none serves for another scope", () => {
    const keys = signingKeys(10);
    const credential = {};
    const good = keys.of(credential, scope, derive)!;
    good.proved();
    for (const change of [{ date: "20260102" }, { region: "us-east-2" }, { service: "sts" }]) {
      assert.notEqual(keys.of(credential, { ...scope, ...change }, derive)?.key, good.key);
    }
    assert.notEqual(
      keys.of(credential, { ...scope, region: "us-east-1iam", service: "" }, derive)?.key,
      good.key,
    );
  });

  it("do not outlive their credential: a changed one derives anew", () => {
    const keys = signingKeys(10);
    const before = { id: "AKIA1", secret: "one" };
    const proved = keys.of(before, scope, derive)!;
    proved.proved();
    assert.notEqual(keys.of({ ...before, secret: "two" }, scope, derive)?.key, proved.key);
  });

  it("are bounded in number, the latest used stay", () => {
    const keys = signingKeys(2);
    const credentials = [{}, {}, {}];
    const made = credentials.map((credential) => {
      const key = keys.of(credential, scope, derive)!;
      key.proved();
      return key.key;
    });
    assert.equal(keys.size, 2);
    assert.equal(keys.of(credentials[2]!, scope, derive)?.key, made[2]);
    assert.equal(keys.of(credentials[1]!, scope, derive)?.key, made[1]);
    assert.notEqual(keys.of(credentials[0]!, scope, derive)?.key, made[0]);
  });

  it("of a secret that does not open are none", () => {
    assert.equal(
      signingKeys(2).of({}, scope, () => undefined),
      undefined,
    );
  });

  it("need room for one at least", () => {
    for (const limit of [0, -1, 1.5, Number.NaN]) assert.throws(() => signingKeys(limit), RangeError);
  });
});
