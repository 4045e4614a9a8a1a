import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { describe, it } from "node:test";
import { newOutboundKey, outboundSigner, type TokenAlgorithm, tokenAlgorithms } from "@portcullis/keys";
import { thumbprint } from "../src/outbound-key.ts";

describe("a key of outbound tokens", () => {
  it("is called by the thumbprint of RFC 7638's example", () => {
    const example = {
      kty: "RSA",
      n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
      e: "AQAB",
    };
    assert.equal(thumbprint(example), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  });

  it("is of the kind of its algorithm, and its public half holds nothing of the private one", async () => {
    const kinds = { RS256: ["RSA", "e,kty,n"], ES384: ["EC", "crv,kty,x,y"] } as const;
    for (const algorithm of tokenAlgorithms) {
      const { publicKey, id } = await newOutboundKey(algorithm);
      assert.deepEqual([publicKey.kty, Object.keys(publicKey).sort().join()], kinds[algorithm]);
      assert.match(id, /^[A-Za-z0-9_-]{43}$/);
    }
  });
});

describe("the signer of outbound tokens", () => {
  const placed = (algorithm: TokenAlgorithm, privateKey: string, sealed = "sealed") => {
    let opened = 0;
    const open = () => {
      opened++;
      return privateKey;
    };
    return { key: { algorithm, sealed, open }, opened: () => opened };
  };

  it("signs as RFC 7518 has it, and opens a key once, and one that was sealed anew again", async () => {
    const signer = outboundSigner();
    for (const [algorithm, digest, length] of [
      ["RS256", "sha256", 256],
      ["ES384", "sha384", 96],
    ] as const) {
      const { privateKey, publicKey } = await newOutboundKey(algorithm);
      const { key, opened } = placed(algorithm, privateKey, `${algorithm} sealed`);
      for (const text of ["a.b", "c.d"]) {
        const signature = Buffer.from(await signer.sign("1", key, text), "base64url");
        assert.equal(signature.length, length);
        const from = {
          key: createPublicKey({ key: publicKey, format: "jwk" }),
          dsaEncoding: "ieee-p1363",
        } as const;
        assert.ok(verify(digest, Buffer.from(text), from, signature));
      }
      assert.equal(opened(), 1);
      await signer.sign("1", { ...key, sealed: `${algorithm} anew` }, "e.f");
      assert.equal(opened(), 2);
    }
  });

  it("takes so many at once of one account, and some more of all", async () => {
    const signer = outboundSigner();
    const { privateKey } = await newOutboundKey("ES384");
    const { key } = placed("ES384", privateKey);
    const of = (account: string, count: number) =>
      Array.from({ length: count }, () => signer.sign(account, key, "a.b"));
    const signed = await Promise.all(["1", "2", "3", "4", "5"].flatMap((account) => of(account, 17)));
    assert.equal(signed.filter((signature) => signature === "busy").length, 5 * 17 - 64);
    assert.ok(signed.slice(0, 16).every((signature) => signature !== "busy"));
    assert.equal(signed[16], "busy");
    assert.ok((await Promise.all(of("5", 16))).every((signature) => signature !== "busy"));
  });

  it("leaves the place of work that failed", async () => {
    const signer = outboundSigner();
    const broken = placed("ES384", "no key").key;
    for (let at = 0; at < 20; at++) await assert.rejects(signer.sign("1", broken, "a.b"));
  });
});
