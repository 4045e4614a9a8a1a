import assert from "node:assert/strict";
import test from "node:test";
import {
  authenticate,
  headerOf,
  plusHeader,
  presign,
  reasonOf,
  sha256,
  sign,
  withHeader,
} from "./sigv4-support.ts";

test("attack: a header that carries meaning is added unsigned", () => {
  const message = sign();
  for (const [name, value] of [
    ["x-amz-copy-source", "/bucket/secret"],
    ["X-Amz-Target", "AWSOrganizationsV20161128.CloseAccount"],
    ["x-amz-security-token", "token"],
    ["x-amz-content-sha256", sha256("")],
    ["content-encoding", "gzip"],
    ["content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="],
    ["content-type", "application/json"],
    ["content-type", "application/x-www-form-urlencoded; charset=utf-16"],
  ] as const) {
    const outcome = authenticate(plusHeader(message, name, value));
    assert.equal(reasonOf(outcome), "unsigned-header", name);
    if (outcome.kind === "refused") assert.equal(outcome.failure.code, "SignatureDoesNotMatch");
  }
  const copy = { ...presign({}, "s3") };
  assert.equal(reasonOf(authenticate(plusHeader(copy, "x-amz-copy-source", "/b/k"))), "unsigned-header");
});

test("headers that clients leave unsigned are no reason to refuse", () => {
  let message = sign();
  for (const name of [
    "user-agent",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "x-amzn-trace-id",
    "expect",
    "connection",
    "content-length",
    "accept",
    "x-forwarded-for",
    "x-amz-cf-id",
  ]) {
    message = plusHeader(message, name, name === "content-length" ? "0" : "x");
  }
  assert.equal(reasonOf(authenticate(message)), "verified");
});

test("the content type that a service reads may be unsigned, and no other one", () => {
  const iam = sign();
  assert.equal(
    reasonOf(authenticate(plusHeader(iam, "content-type", "application/x-www-form-urlencoded"))),
    "verified",
  );
  const organizations = sign({ service: "organizations" });
  const json = "application/x-amz-json-1.1";
  assert.equal(reasonOf(authenticate(plusHeader(organizations, "content-type", json))), "verified");
  assert.equal(reasonOf(authenticate(plusHeader(iam, "content-type", json))), "unsigned-header");
});

test("attack: host is not signed, or is another one", () => {
  const message = sign({ headers: { "x-amz-meta": "a" } });
  const unsigned = withHeader(
    message,
    "authorization",
    headerOf(message, "authorization").replace("=host;", "="),
  );
  const outcome = authenticate(unsigned);
  assert.equal(
    outcome.kind === "refused" && outcome.failure.message,
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
  );
  assert.equal(reasonOf(authenticate(withHeader(message, "host", "evil.example"))), "signature-mismatch");
  const hostless = { ...message, headers: message.headers.slice(2) };
  assert.equal(reasonOf(authenticate(hostless)), "unsigned-header");
});

test("attack: a session token is left out, changed or put into an unsigned header", () => {
  const message = sign({ headers: { "x-amz-security-token": "a-token" } });
  assert.equal(reasonOf(authenticate(message)), "verified");
  const changed = withHeader(message, "x-amz-security-token", "b-token");
  assert.equal(reasonOf(authenticate(changed)), "signature-mismatch");
  const at = message.headers.indexOf("x-amz-security-token");
  const without = { ...message, headers: message.headers.toSpliced(at, 2) };
  assert.equal(reasonOf(authenticate(without)), "absent-header");
  assert.equal(reasonOf(authenticate(plusHeader(sign(), "x-amz-security-token", "a"))), "unsigned-header");
  const presigned = presign({ "X-Amz-Security-Token": "a-token" });
  assert.equal(reasonOf(authenticate(presigned)), "verified");
  const target = presigned.target.replace("a-token", "b-token");
  assert.equal(reasonOf(authenticate({ ...presigned, target })), "signature-mismatch");
});
