import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashField, secretOfText } from "@portcullis/keys";

const place = { realm: "account/123456789012", kind: "service-credential", id: "ACCA1", field: "secret" };
const secret = secretOfText("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx");

describe("a hashed secret", () => {
  it("is recognised in its place, and shows nothing of itself", () => {
    const hashed = hashField(place, secret);
    assert.match(hashed, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(hashField({ ...place }, secretOfText("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx")), hashed);
  });

  it("is another one for another secret, and in every other place", () => {
    const hashes = [
      hashField(place, secret),
      hashField(place, secretOfText("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxy")),
      hashField({ ...place, realm: "account/210987654321" }, secret),
      hashField({ ...place, kind: "access-key" }, secret),
      hashField({ ...place, id: "ACCA2" }, secret),
      hashField({ ...place, field: "alias" }, secret),
      hashField({ ...place, id: "ACCA1secret", field: "" }, secret),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
  });
});
