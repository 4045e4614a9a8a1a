import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ANNOUNCED,
  applyChanges,
  dueKeys,
  type Entity,
  emptyState,
  isOwnIssuer,
  type OutboundIssuer,
  type OutboundKey,
  outboundIssuerOf,
  outboundKeysOf,
  publishedIssuer,
  publishedKeys,
  type RealmState,
  signingKeyOf,
} from "@portcullis/directory";
import { samples } from "./samples.ts";

const { disabled: _, ...issuer } = samples["outbound-issuer"];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const key = (id: string, signsFrom: number, algorithm: OutboundKey["algorithm"] = "RS256"): OutboundKey => ({
  ...samples["outbound-key"],
  id,
  algorithm,
  signsFrom,
});
const stateOf = (...put: readonly Entity[]): RealmState =>
  applyChanges(emptyState("installation"), { put, remove: [] }, 1, "1");
const keysOf = (...put: readonly OutboundKey[]) => outboundKeysOf(stateOf(...put), issuer.id);
const ids = (keys: readonly OutboundKey[]) => keys.map(({ id }) => id);

describe("the keys of an issuer", () => {
  it("are its own, from the first one on", () => {
    const state = stateOf(issuer, key("b", 2), key("a", 1000), { ...key("c", 1), issuer: "another" });
    assert.equal(outboundIssuerOf(state, issuer.account), issuer);
    assert.deepEqual(ids(outboundKeysOf(state, issuer.id)), ["b", "a"]);
  });

  it("sign one after another, the first also for a clock that is behind", () => {
    const keys = keysOf(key("a", 10), key("b", 20), key("e", 10, "ES384"));
    for (const [now, id] of [
      [9, "a"],
      [10, "a"],
      [19, "a"],
      [20, "b"],
    ] as const) {
      assert.equal(signingKeyOf(keys, "RS256", now)?.id, id);
      assert.equal(signingKeyOf(keys, "ES384", now)?.id, "e");
    }
    assert.equal(signingKeyOf([], "RS256", 1), undefined);
  });

  it("are published before they sign, and until a token of theirs can no longer be valid", () => {
    const keys = keysOf(key("a", 0), key("e", 0, "ES384"), key("b", DAY));
    assert.deepEqual(ids(publishedKeys(keys, 1)), ["a", "e", "b"]);
    assert.deepEqual(ids(publishedKeys(keys, DAY + 65 * MINUTE - 1)), ["a", "e", "b"]);
    assert.deepEqual(ids(publishedKeys(keys, DAY + 65 * MINUTE)), ["e", "b"]);
  });

  it("are due after 90 days, each algorithm by itself, and over when they are no longer published", () => {
    const [a, e] = [key("a", 0), key("e", 5 * DAY, "ES384")];
    const active = { ...samples.enrollment, state: "active" } as const;
    const due = (now: number, ...keys: readonly OutboundKey[]) => {
      const found = dueKeys(stateOf(issuer, active, ...keys), issuer, now);
      return found && { needed: found.needed, over: ids(found.over) };
    };
    assert.equal(due(90 * DAY - 1, a, e), undefined);
    assert.deepEqual(due(90 * DAY, a, e), { needed: ["RS256"], over: [] });
    const b = key("b", 90 * DAY + ANNOUNCED);
    assert.equal(due(91 * DAY, a, b, e), undefined);
    assert.deepEqual(due(92 * DAY, a, b, e), { needed: [], over: ["a"] });
  });

  it("are over together an hour after the issuer was disabled, and none is made for a closed account", () => {
    const gone: OutboundIssuer = { ...issuer, disabled: 0 };
    const state = stateOf(gone, samples.enrollment, key("a", 0), key("b", 200 * DAY));
    assert.equal(dueKeys(state, gone, 65 * MINUTE - 1), undefined);
    assert.deepEqual(ids(dueKeys(state, gone, 65 * MINUTE)?.over ?? []), ["a", "b"]);
    const closed = { ...samples.enrollment, state: "closed" } as const;
    assert.equal(dueKeys(stateOf(issuer, closed, key("a", 0)), issuer, 100 * DAY), undefined);
  });
});

describe("an issuer", () => {
  it("is known to anybody while its account is active and it issues tokens, or did an hour ago", () => {
    const active = stateOf(issuer, samples.enrollment);
    assert.equal(publishedIssuer(active, issuer.id, 1), issuer);
    assert.equal(publishedIssuer(active, "0f8fad5b-0000-0000-0000-70867728950e", 1), undefined);
    const closed = stateOf(issuer, { ...samples.enrollment, state: "closed" });
    assert.equal(publishedIssuer(closed, issuer.id, 1), undefined);
    assert.equal(publishedIssuer(stateOf(issuer), issuer.id, 1), undefined);
    const disabled = stateOf({ ...issuer, disabled: 10 }, samples.enrollment);
    assert.ok(publishedIssuer(disabled, issuer.id, 10 + 65 * MINUTE - 1));
    assert.equal(publishedIssuer(disabled, issuer.id, 10 + 65 * MINUTE), undefined);
  });

  it("is this installation's by its id in a path", () => {
    const state = stateOf(issuer);
    for (const url of [issuer.url, `alias.example/${issuer.id.toUpperCase()}/x`])
      assert.ok(isOwnIssuer(state, url));
    for (const url of ["", "iam.example.com", `iam.example.com/x${issuer.id}`, "iam.example.com/__proto__"]) {
      assert.ok(!isOwnIssuer(state, url));
    }
  });
});
