import assert from "node:assert/strict";
import test from "node:test";
import { deriveSigningKey, readCredential, type SignedMessage, verify } from "../src/index.ts";
import {
  authenticate,
  hashing,
  headerOf,
  moment,
  presign,
  reasonOf,
  secret,
  services,
  sha256,
  sign,
  withHeader,
} from "./sigv4-support.ts";

const minutes = 60_000;

test("attack: the scope is another day's, service's or protocol's", () => {
  const cases = [
    sign({ service: "s3tables" }),
    sign({ service: "IAM" }),
    sign({ service: "toString" }),
    sign({ date: "20150829" }),
    sign({ date: "20150831" }),
    sign({ region: "us.east" }),
    sign({ region: "a/b".replace("/", "%2F") }),
  ];
  for (const message of cases) {
    const outcome = authenticate(message);
    assert.equal(reasonOf(outcome), "wrong-scope", headerOf(message, "authorization"));
  }
  const message = sign();
  const other = headerOf(message, "authorization").replace("aws4_request", "aws5_request");
  assert.equal(reasonOf(authenticate(withHeader(message, "authorization", other))), "wrong-scope");
});

test("attack: a key that was derived for one service, day or region signs for another", () => {
  const message = sign({ service: "organizations" });
  const reading = readCredential(message, moment, { services }, hashing);
  assert.equal(reading.kind, "presented");
  if (reading.kind !== "presented") return;
  for (const [date, region, service] of [
    ["20150830", "us-east-1", "iam"],
    ["20150829", "us-east-1", "organizations"],
    ["20150830", "us-east-2", "organizations"],
  ] as const) {
    const key = deriveSigningKey(secret, date, region, service, hashing);
    assert.equal(verify(message, reading.presented, sha256(""), key, hashing).ok, false);
  }
});

test("attack: a signature lives beyond its window", () => {
  const message = sign();
  assert.equal(reasonOf(authenticate(message, "", moment + 15 * minutes)), "verified");
  assert.equal(reasonOf(authenticate(message, "", moment + 15 * minutes + 1)), "signature-expired");
  assert.equal(reasonOf(authenticate(message, "", moment - 15 * minutes)), "verified");
  assert.equal(reasonOf(authenticate(message, "", moment - 15 * minutes - 1)), "signature-not-yet-current");
});

test("attack: a presigned request lives as long as its sender likes", () => {
  const expires = (value: string, service: string): SignedMessage =>
    presign({ "X-Amz-Expires": value }, service);
  const week = 604_800_000;
  assert.equal(reasonOf(authenticate(expires("604800", "s3"), "", moment + week)), "verified");
  assert.equal(reasonOf(authenticate(expires("604800", "s3"), "", moment + week + 1)), "signature-expired");
  assert.equal(reasonOf(authenticate(expires("60", "s3"), "", moment + 60_001)), "signature-expired");
  for (const value of [
    "604801",
    "-1",
    "-",
    "0",
    "",
    "1e3",
    "0x10",
    " 9",
    "9.5",
    "٣",
    "99999999999999999999",
  ]) {
    for (const service of ["s3", "iam"]) {
      assert.equal(reasonOf(authenticate(expires(value, service))), "malformed-expires", value);
    }
  }
  const iam = expires("604800", "iam");
  assert.equal(reasonOf(authenticate(iam, "", moment + 15 * minutes)), "verified");
  assert.equal(reasonOf(authenticate(iam, "", moment + 15 * minutes + 1)), "signature-expired");
});

test("attack: the Date header is fresh and X-Amz-Date is stale", () => {
  const stale = sign({ headers: { date: "20150830T140000Z" } });
  assert.equal(reasonOf(authenticate(stale, "", moment + 84 * minutes)), "signature-expired");
});

test("the Date header gives the time where X-Amz-Date is missing, in the same form", () => {
  const message = sign({ timeHeader: "date" });
  assert.equal(reasonOf(authenticate(message)), "verified");
  assert.equal(reasonOf(authenticate(message, "", moment + 16 * minutes)), "signature-expired");
  const inWords = sign({ timeHeader: "date", timestamp: "Sun, 30 Aug 2015 12:36:00 GMT", date: "20150830" });
  assert.equal(reasonOf(authenticate(inWords)), "malformed-date");
});

test("attack: the Date header that gives the time is not signed", () => {
  const message = sign({ timeHeader: "date" });
  const authorization = headerOf(message, "authorization").replace("=date;host", "=host");
  assert.equal(
    reasonOf(authenticate(withHeader(message, "authorization", authorization))),
    "unsigned-header",
  );
});
