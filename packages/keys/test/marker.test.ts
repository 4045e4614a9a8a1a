import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type MarkerPlace,
  markerLife,
  memoryMasterKey,
  openMarker,
  seal,
  sealMarker,
} from "@portcullis/keys";
import fc from "fast-check";
import { anyText, newRing } from "./fixtures.ts";

const masterKey = memoryMasterKey();
const ring = await newRing("d1", masterKey);
const otherRing = await newRing("d2", masterKey);
const now = Date.UTC(2026, 0, 1);
const place: MarkerPlace = {
  account: "111111111111",
  principal: "AIDAQNZGKIQY56JQ7WMLA",
  operation: "iam:ListUsers",
  filter: '{"PathPrefix":"/a/"}',
};

describe("a marker", () => {
  it("gives the last key back to the list that it interrupted", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (lastKey) => {
        assert.equal(openMarker(ring, place, sealMarker(ring, place, lastKey, now), now), lastKey);
      }),
    );
  });

  it("attack: it does not open for another account, principal, operation, filter or deployment", () => {
    const marker = sealMarker(ring, place, "ann", now);
    const moves: readonly Partial<MarkerPlace>[] = [
      { account: "222222222222" },
      { principal: "AIDAQNZGKIQY56JQ7WMLB" },
      { operation: "iam:ListRoles" },
      { filter: "" },
      { filter: '{"PathPrefix":"/"}' },
      { operation: place.principal, principal: place.operation },
      { operation: place.operation + place.principal, principal: "" },
    ];
    for (const move of moves) assert.equal(openMarker(ring, { ...place, ...move }, marker, now), undefined);
    assert.equal(openMarker(otherRing, place, marker, now), undefined);
  });

  it("lasts an hour", () => {
    const marker = sealMarker(ring, place, "ann", now);
    assert.equal(openMarker(ring, place, marker, now + markerLife - 1), "ann");
    assert.equal(openMarker(ring, place, marker, now + markerLife), undefined);
  });

  it("attack: neither changed nor made up does it open, and nothing throws", () => {
    const marker = sealMarker(ring, place, "ann", now);
    for (let at = 0; at < marker.length; at++) {
      const other = marker[at] === "A" ? "B" : "A";
      assert.equal(
        openMarker(ring, place, marker.slice(0, at) + other + marker.slice(at + 1), now),
        undefined,
      );
      assert.equal(openMarker(ring, place, marker.slice(0, at), now), undefined);
    }
    fc.assert(fc.property(anyText, (text) => openMarker(ring, place, text, now) === undefined));
    const realm = "account/111111111111";
    const subject = [place.operation, place.principal, place.filter];
    for (const content of [
      Buffer.of(),
      Buffer.of(128),
      Buffer.of(255, 255, 255, 255, 255, 255, 255, 15, 200),
    ]) {
      const strange = Buffer.from(seal(ring, "marker", realm, subject, content)).toString("base64url");
      assert.equal(openMarker(ring, place, strange, now), undefined);
    }
    assert.equal(openMarker(ring, place, "A".repeat(1_000_000), now), undefined);
  });

  it("fits IAM's 320 characters with the longest name of IAM", () => {
    assert.ok(sealMarker(ring, place, "n".repeat(128), now).length <= 320);
    assert.equal(sealMarker(ring, place, "n".repeat(195), now).length, 320);
    assert.match(sealMarker(ring, place, "ann", now), /^[A-Za-z0-9_-]+$/);
  });
});
