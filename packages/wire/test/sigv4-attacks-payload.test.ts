import assert from "node:assert/strict";
import test from "node:test";
import { type PayloadMode, readCredential, refuseBodyCredential, refusePayloadMode } from "../src/index.ts";
import {
  authenticate,
  hashing,
  headerOf,
  moment,
  plusHeader,
  presign,
  reasonOf,
  services,
  sha256,
  sign,
  withHeader,
} from "./sigv4-support.ts";

test("the requests that the attacks start from are accepted", () => {
  assert.equal(reasonOf(authenticate(sign())), "verified");
  assert.equal(reasonOf(authenticate(presign())), "verified");
  assert.equal(reasonOf(authenticate(presign({}, "s3"), "anything")), "verified");
});

test("attack: a payload that is not signed is taken by an operation that signs its payload", () => {
  const modes: readonly (readonly [string, PayloadMode])[] = [
    ["UNSIGNED-PAYLOAD", "unsigned"],
    ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", "streaming-unsigned-trailer"],
    ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "streaming-signed"],
    ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "streaming-signed-trailer"],
  ];
  for (const [literal, mode] of modes) {
    const message = sign({ headers: { "x-amz-content-sha256": literal }, payload: literal });
    const outcome = authenticate(message, "a body that nobody signed");
    assert.equal(outcome.kind, "verified", "the signature itself is right");
    if (outcome.kind !== "verified") return;
    assert.equal(outcome.presented.payload.mode, mode);
    assert.equal(refusePayloadMode(outcome.presented, ["hash"])?.code, "SignatureDoesNotMatch");
    assert.equal(
      refusePayloadMode(outcome.presented, [])?.reason,
      "payload-mode",
      "nothing declared, nothing taken",
    );
    assert.equal(refusePayloadMode(outcome.presented, [mode]), undefined);
  }
});

test("attack: an unsigned payload is signed for with any signature", () => {
  for (const literal of ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]) {
    const message = sign({ headers: { "x-amz-content-sha256": literal }, payload: literal });
    const forged = withHeader(
      message,
      "authorization",
      headerOf(message, "authorization").replace(/.{64}$/, "0".repeat(64)),
    );
    assert.equal(reasonOf(authenticate(forged)), "signature-mismatch");
  }
});

test("attack: credentials in the query skip the check of the payload mode", () => {
  const message = presign({ "X-Amz-Content-Sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" });
  const reading = readCredential(message, moment, { services }, hashing);
  assert.equal(reading.kind, "presented");
  if (reading.kind !== "presented") return;
  assert.equal(reading.presented.payload.mode, "streaming-unsigned-trailer");
  assert.equal(refusePayloadMode(reading.presented, ["hash"])?.reason, "payload-mode");
});

test("attack: a presigned request for a service that signs payloads carries another body", () => {
  assert.equal(reasonOf(authenticate(presign(), "Action=DeleteUser")), "signature-mismatch");
});

test("attack: the body is not the one that was declared", () => {
  const declared = sign({
    headers: { "x-amz-content-sha256": sha256("Action=GetUser") },
    body: "Action=GetUser",
  });
  assert.equal(reasonOf(authenticate(declared, "Action=GetUser")), "verified");
  const outcome = authenticate(declared, "Action=DeleteUser");
  assert.equal(outcome.kind === "refused" && outcome.failure.code, "XAmzContentSHA256Mismatch");
  assert.equal(reasonOf(authenticate(declared, "")), "payload-mismatch", "an emptied body is refused too");
  assert.equal(reasonOf(authenticate(sign({ body: "Action=GetUser" }), "")), "signature-mismatch");
});

test("attack: a form with a credential in its body passes for an unsigned request", () => {
  assert.equal(refuseBodyCredential(["Action", "Version", "RoleArn"]), undefined);
  for (const name of ["X-Amz-Signature", "x-amz-credential", "X-Amz-Security-Token"]) {
    assert.equal(refuseBodyCredential(["Action", name])?.reason, "credential-in-body", name);
  }
  assert.equal(refuseBodyCredential(["AWSAccessKeyId", "Signature"])?.reason, "unsupported-version");
});

test("attack: the length of the body is told twice", () => {
  const message = sign();
  const tellings: readonly (readonly string[])[] = [
    ["Content-Length", "5", "Transfer-Encoding", "chunked"],
    ["Content-Length", "5", "content-length", "6"],
    ["Content-Length", "5", "Content-Length", "5"],
    ["Transfer-Encoding", "chunked", "transfer-encoding", "identity"],
    ["Transfer-Encoding", "gzip, chunked"],
    ["Transfer-Encoding", "xchunked"],
    ["Content-Length", "+5"],
    ["Content-Length", "0x5"],
    ["Content-Length", "5, 5"],
    ["Content-Length", ""],
    ["Content-Length", "99999999999999999999"],
  ];
  for (const telling of tellings) {
    const smuggled = { ...message, headers: [...message.headers, ...telling] };
    const outcome = authenticate(smuggled);
    assert.equal(reasonOf(outcome), "malformed-request", telling.join(" "));
    const anonymous = { method: "POST", target: "/", headers: ["host", "a", ...telling] };
    assert.equal(reasonOf(authenticate(anonymous)), "malformed-request", "unsigned requests too");
  }
  assert.equal(reasonOf(authenticate(plusHeader(message, "Transfer-Encoding", "chunked"))), "verified");
});
