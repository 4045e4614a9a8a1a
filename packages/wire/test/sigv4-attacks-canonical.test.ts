import assert from "node:assert/strict";
import test from "node:test";
import type { SignedMessage } from "../src/index.ts";
import { authenticate, headerOf, plusHeader, reasonOf, sign, withHeader } from "./sigv4-support.ts";

test("attack: the same signature with another method, host, path, query or body", () => {
  const message = sign({ target: "/?Action=GetUser" });
  assert.equal(reasonOf(authenticate(message)), "verified");
  assert.equal(reasonOf(authenticate({ ...message, method: "DELETE" })), "signature-mismatch");
  assert.equal(reasonOf(authenticate({ ...message, target: "/admin?Action=GetUser" })), "signature-mismatch");
  assert.equal(reasonOf(authenticate({ ...message, target: "/?Action=DeleteUser" })), "signature-mismatch");
  assert.equal(reasonOf(authenticate({ ...message, target: "/" })), "signature-mismatch");
});

test("attack: two readings of one target share a signature", () => {
  const signed = (target: string, query: string, path = "/"): SignedMessage =>
    sign({ method: "GET", target, query, path });
  // What a form's decoder reads alike is signed alike; what it reads differently is not.
  assert.equal(reasonOf(authenticate(signed("/?a=b+c", "a=b%20c"))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?a=b+c", "a=b%2Bc"))), "signature-mismatch");
  assert.equal(reasonOf(authenticate(signed("/?a=b%2bc", "a=b%2Bc"))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?a=%7e", "a=~"))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?a", "a="))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?a=b=c", "a=b%3Dc"))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?", ""))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?&&a=1&", "a=1"))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?a=1?b=2", "a=1%3Fb%3D2"))), "verified");
  assert.equal(reasonOf(authenticate(signed("/?a;b=1", "a%3Bb=1"))), "verified");
  // Once-encoded paths are encoded again; an encoded slash is no slash.
  assert.equal(reasonOf(authenticate(signed("/a%2Fb", "", "/a%252Fb"))), "verified");
  assert.equal(reasonOf(authenticate(signed("/a%2Fb", "", "/a/b"))), "signature-mismatch");
  assert.equal(reasonOf(authenticate(signed("/a%252Fb", "", "/a%252Fb"))), "signature-mismatch");
  const s3 = (target: string, path: string): SignedMessage =>
    sign({ method: "GET", service: "s3", target, path });
  assert.equal(reasonOf(authenticate(s3("/a%2fb", "/a%2Fb"))), "verified");
  assert.equal(reasonOf(authenticate(s3("/a%2Fb", "/a/b"))), "signature-mismatch");
  assert.equal(reasonOf(authenticate(s3("/a/../b", "/b"))), "signature-mismatch");
  assert.equal(reasonOf(authenticate(s3("/a+b", "/a%2Bb"))), "verified");
});

test("attack: broken escapes, fragments, blanks, backslashes and absolute targets", () => {
  for (const target of ["/?a=%", "/?a=%4", "/?a=%zz", "/?%=a", "/?a=%E"]) {
    assert.equal(reasonOf(authenticate(sign({ target }))), "malformed-query", target);
  }
  const targets = [
    "",
    "*",
    "http://iam.amazonaws.com/",
    "iam.amazonaws.com:443",
    "/#a",
    "/ a",
    "/\n",
    "/\t?",
    "/\u0142",
    "/\\a/..",
    "/?a=\\",
  ];
  for (const target of targets) {
    assert.equal(reasonOf(authenticate(sign({ target }))), "malformed-request", target);
  }
  assert.equal(reasonOf(authenticate(sign({ target: "/%zz", service: "s3" }))), "malformed-request");
});

test("attack: a line break makes two canonical lines of one header, or of the method", () => {
  const split = { ...sign({ headers: { "x-amz-meta": "a" } }) };
  assert.equal(reasonOf(authenticate(withHeader(split, "x-amz-meta", "a\nx-amz-z:b"))), "malformed-request");
  assert.equal(reasonOf(authenticate(withHeader(split, "x-amz-meta", "a\0"))), "malformed-request");
  assert.equal(reasonOf(authenticate({ ...split, method: "GET\n/" })), "malformed-request");
  assert.equal(reasonOf(authenticate({ ...split, method: "A-\n/" })), "malformed-request");
  for (const name of ["a:b", "a\nb", "a;b", "", "é"]) {
    assert.equal(reasonOf(authenticate(plusHeader(split, name, "x"))), "malformed-request", name);
  }
});

test("attack: characters beyond a byte are cut to the bytes that were signed", () => {
  // U+0161 would become "a" if only its low byte were hashed.
  const message = sign({ headers: { "x-amz-meta": "a" } });
  assert.equal(reasonOf(authenticate(withHeader(message, "x-amz-meta", "\u0161"))), "malformed-request");
});

test("attack: a header of bytes beyond ASCII is verified as those bytes", () => {
  const message = sign({ headers: { "x-amz-meta": "\u00c5\u00a1" } });
  assert.equal(reasonOf(authenticate(message)), "verified");
  assert.equal(
    reasonOf(authenticate(withHeader(message, "x-amz-meta", "\u00c5\u00a2"))),
    "signature-mismatch",
  );
});

test("attack: signatures of another length, case or alphabet", () => {
  const message = sign();
  const authorization = headerOf(message, "authorization");
  const signature = authorization.slice(-64);
  for (const forged of [signature.slice(1), `${signature}0`, signature.toUpperCase(), "é".repeat(64), "0"]) {
    const changed = withHeader(message, "authorization", authorization.replace(signature, forged));
    assert.equal(reasonOf(authenticate(changed)), "signature-mismatch", forged);
  }
});
