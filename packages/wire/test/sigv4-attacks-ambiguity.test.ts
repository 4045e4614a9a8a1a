import assert from "node:assert/strict";
import test from "node:test";
import type { SignedMessage } from "../src/index.ts";
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

test("attack: credentials in the header and in the query at once", () => {
  const header = sign({ target: "/?Action=GetUser" });
  for (const parameter of [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "X-Amz-Signature=00",
    "X-Amz-Credential=a",
    "X-Amz-Security-Token=a",
    "X-Amz-Date=20150830T123600Z",
    "X-Amz-Expires=1",
    "X-Amz-SignedHeaders=host",
    "x-amz-signature=00",
    "X%2DAmz%2DSignature=00",
    "X-Amz-Algorithm",
  ]) {
    const both = { ...header, target: `${header.target}&${parameter}` };
    assert.equal(reasonOf(authenticate(both)), "both-forms", parameter);
  }
  const outcome = authenticate({ ...header, target: `${header.target}&X-Amz-Algorithm=x` });
  assert.equal(
    outcome.kind === "refused" && outcome.failure.message,
    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
  );
});

test("attack: time or token stand in the query and in a header", () => {
  const names = ["x-amz-date", "x-amz-security-token"];
  for (const name of names) {
    const message = presign({}, "iam", [], ["host", "iam.amazonaws.com", name, "20150830T123600Z"]);
    assert.equal(reasonOf(authenticate(message)), "both-forms", name);
  }
  const payload = presign(
    { "X-Amz-Content-Sha256": sha256("") },
    "iam",
    [],
    ["host", "iam.amazonaws.com", "x-amz-content-sha256", sha256("")],
  );
  assert.equal(reasonOf(authenticate(payload)), "both-forms");
});

test("attack: a parameter of the credential comes twice", () => {
  const message = presign();
  for (const parameter of [
    "X-Amz-Signature=00",
    "X-Amz-Credential=AKIDOTHER%2F20150830%2Fus-east-1%2Fiam%2Faws4_request",
    "X-Amz-Date=20150830T123600Z",
    "X-Amz-Expires=604800",
    "x-amz-expires=604800",
    "X-Amz-Expire%73=604800",
  ]) {
    for (const target of [`${message.target}&${parameter}`, message.target.replace("?", `?${parameter}&`)]) {
      assert.equal(reasonOf(authenticate({ ...message, target })), "repeated-parameter", parameter);
    }
  }
  const header = sign();
  const authorization = headerOf(header, "authorization");
  const doubled = `${authorization}, Credential=AKIDOTHER/20150830/us-east-1/iam/aws4_request`;
  assert.equal(reasonOf(authenticate(withHeader(header, "authorization", doubled))), "repeated-parameter");
});

test("attack: a header that is read as one value comes twice", () => {
  const message = sign({
    headers: { "content-type": "application/x-www-form-urlencoded", "x-amz-target": "a.b" },
  });
  for (const name of ["Authorization", "X-Amz-Date", "Content-Type", "x-amz-target"]) {
    const doubled = plusHeader(message, name, headerOf(message, name.toLowerCase()));
    assert.equal(reasonOf(authenticate(doubled)), "repeated-parameter", name);
  }
  assert.equal(reasonOf(authenticate(plusHeader(message, "Host", "iam.amazonaws.com"))), "malformed-request");
  // Signed as one joined value, it is still two.
  const joined = sign({ headers: { "x-amz-security-token": ["one", "two"] } });
  assert.equal(reasonOf(authenticate(joined)), "repeated-parameter");
});

test("attack: a parameter that comes twice is reordered", () => {
  const message = sign({ method: "GET", target: "/?Action=DeleteUser&Action=GetUser" });
  assert.equal(reasonOf(authenticate(message)), "repeated-parameter");
  const forSets = sign({ method: "GET", target: "/?key=a&key=b", service: "service" });
  assert.equal(reasonOf(authenticate(forSets)), "verified", "a service that reads sets may take them");
});

test("attack: Signature Version 2 or 3 as a downgrade", () => {
  const words =
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
  const bare: SignedMessage = { method: "GET", target: "/", headers: ["host", "a"] };
  const downgraded: readonly SignedMessage[] = [
    plusHeader(bare, "Authorization", "AWS AKIDEXAMPLE:c2lnbmF0dXJl"),
    plusHeader(bare, "X-Amzn-Authorization", "AWS3-HTTPS AWSAccessKeyId=AKIDEXAMPLE"),
    { ...bare, target: "/?Action=GetUser&AWSAccessKeyId=AKIDEXAMPLE&SignatureVersion=2&Signature=c2ln" },
    { ...bare, target: "/?Action=GetUser&SignatureVersion=2" },
    { ...bare, target: "/?Action=GetUser&signatureversion=1" },
    { ...presign(), target: `${presign().target}&SignatureMethod=HmacSHA1` },
  ];
  for (const message of downgraded) {
    const outcome = authenticate(message);
    assert.equal(outcome.kind === "refused" && outcome.failure.message, words);
    assert.equal(outcome.kind === "refused" && outcome.failure.code, "InvalidRequest");
  }
});
