import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { authFailures, headLimits, readCredential, type SignedMessage } from "../src/index.ts";
import {
  authenticate,
  headerOf,
  moment,
  plusHeader,
  reasonOf,
  services,
  sign,
  withHeader,
} from "./sigv4-support.ts";

/** Fails when anything is hashed: what is refused by size is refused before work. */
const idle = {
  sha256Hex: (): string => assert.fail("a request that is too large was hashed"),
};

const read = (message: SignedMessage): string => {
  const reading = readCredential(message, moment, { services }, idle);
  return reading.kind === "refused" ? reading.failure.reason : reading.kind;
};

const bare: SignedMessage = { method: "GET", target: "/", headers: ["host", "a"] };

test("heads beyond a limit are refused before any work, and at the limit are read", () => {
  const parameters = (count: number): string =>
    `/?${Array.from({ length: count }, (_, i) => `p${i}=`).join("&")}`;
  const headers = (count: number): string[] => Array.from({ length: count }, (_, i) => [`h${i}`, ""]).flat();
  const sized = (size: number): string[] => ["host", "a", "x", "y".repeat(size - 6)];
  assert.equal(read({ ...bare, method: "A".repeat(headLimits.methodLength) }), "anonymous");
  assert.equal(read({ ...bare, method: "A".repeat(headLimits.methodLength + 1) }), "too-large");
  assert.equal(read({ ...bare, target: "/".repeat(headLimits.targetLength) }), "anonymous");
  assert.equal(read({ ...bare, target: "/".repeat(headLimits.targetLength + 1) }), "too-large");
  assert.equal(read({ ...bare, target: parameters(headLimits.queryParameters) }), "anonymous");
  assert.equal(read({ ...bare, target: parameters(headLimits.queryParameters + 1) }), "too-large");
  assert.equal(read({ ...bare, headers: headers(headLimits.headerCount) }), "anonymous");
  assert.equal(read({ ...bare, headers: headers(headLimits.headerCount + 1) }), "too-large");
  assert.equal(read({ ...bare, headers: sized(headLimits.headerBytes) }), "anonymous");
  assert.equal(read({ ...bare, headers: sized(headLimits.headerBytes + 1) }), "too-large");
  const long = `AWS4-HMAC-SHA256 ${"a".repeat(headLimits.authorizationLength)}`;
  assert.equal(read(plusHeader(bare, "authorization", long)), "too-large");
});

test("only so many headers may be signed", () => {
  const many = (count: number): SignedMessage =>
    sign({ headers: Object.fromEntries(Array.from({ length: count - 2 }, (_, i) => [`my-${i}`, "a"])) });
  assert.equal(reasonOf(authenticate(many(headLimits.signedHeaders))), "verified");
  assert.equal(reasonOf(authenticate(many(headLimits.signedHeaders + 1))), "too-large");
});

test("key ids and session tokens have a length", () => {
  const withKey = (length: number): SignedMessage => {
    const message = sign();
    const authorization = headerOf(message, "authorization").replace("AKIDEXAMPLE", "A".repeat(length));
    return withHeader(message, "authorization", authorization);
  };
  assert.equal(reasonOf(authenticate(withKey(headLimits.keyIdLength))), "verified");
  assert.equal(reasonOf(authenticate(withKey(headLimits.keyIdLength + 1))), "unknown-key");
  const withToken = (length: number): SignedMessage =>
    sign({ headers: { "x-amz-security-token": "a".repeat(length) } });
  assert.equal(reasonOf(authenticate(withToken(headLimits.sessionTokenLength))), "verified");
  assert.equal(reasonOf(authenticate(withToken(headLimits.sessionTokenLength + 1))), "invalid-session-token");
});

test("attack: an error repeats a header of any length", () => {
  const long = "x".repeat(5_000);
  const message = sign();
  const messages = [
    withHeader(message, "x-amz-date", long),
    plusHeader(message, `x-amz-${long}`, "a"),
    plusHeader(message, "authorization", `AWS4-${long}`),
    sign({ region: long }),
    sign({ service: long }),
    sign({ date: long }),
    withHeader(message, "authorization", `AWS4-${long} Credential=a, SignedHeaders=b, Signature=c`),
    withHeader(
      message,
      "authorization",
      headerOf(message, "authorization").replace("host;", `host;${long};`),
    ),
  ];
  for (const refused of messages) {
    const outcome = authenticate(refused);
    assert.equal(outcome.kind, "refused");
    if (outcome.kind === "refused") assert.ok(outcome.failure.message.length < 600, outcome.failure.message);
  }
});

test("whatever a head holds, reading it gives an outcome", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
      "Authorization",
      "host",
      "X-Amz-Date",
      "20150830T123600Z",
      "AWS4-HMAC-SHA256 Credential=a/20150830/r/iam/aws4_request, SignedHeaders=host, Signature=0",
      "AWS4-HMAC-SHA256 Credential=a/b/c/d/e,SignedHeaders=,Signature=",
      "X-Amz-Content-Sha256",
      "__proto__",
      "constructor",
    ),
  );
  const query = fc
    .array(fc.constantFrom("X-Amz-Signature", "X-Amz-Credential", "=", "&", "%", "%2F", "+", "a", "é", "?"), {
      maxLength: 20,
    })
    .map((parts) => `/?${parts.join("")}`);
  const target = fc.oneof(
    query,
    fc.string({ maxLength: 40 }).map((text) => `/${text}`),
  );
  fc.assert(
    fc.property(
      fc.constantFrom("GET", "POST"),
      target,
      fc.array(piece, { maxLength: 12 }),
      (method, path, headers) => {
        const outcome = authenticate({ method, target: path, headers });
        assert.notEqual(outcome.kind, "verified");
        if (outcome.kind === "refused") assert.ok(Object.hasOwn(authFailures, outcome.failure.reason));
      },
    ),
    { numRuns: 1_000 },
  );
});
