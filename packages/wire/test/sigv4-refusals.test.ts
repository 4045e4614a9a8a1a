import assert from "node:assert/strict";
import test from "node:test";
import { type AuthFailure, encodeFailure, type SignedMessage } from "../src/index.ts";
import {
  authenticate,
  hashing,
  headerOf,
  moment,
  plusHeader,
  presign,
  reasonOf,
  sign,
  withHeader,
} from "./sigv4-support.ts";

function failureOf(message: SignedMessage, body = "", now = moment): AuthFailure {
  const outcome = authenticate(message, body, now);
  if (outcome.kind !== "refused") assert.fail(`not refused but ${outcome.kind}`);
  return outcome.failure;
}

const authorized = (authorization: string, ...headers: string[]): SignedMessage => ({
  method: "POST",
  target: "/",
  headers: ["host", "iam.amazonaws.com", "authorization", authorization, ...headers],
});
const dated = ["x-amz-date", "20150830T123600Z"];

test("a request without any credential is anonymous", () => {
  for (const target of ["/", "/?Action=AssumeRoleWithSAML&Version=2011-06-15", "/?X-Amz-Content-Sha256=x"]) {
    assert.equal(authenticate({ method: "POST", target, headers: ["host", "a"] }).kind, "anonymous");
  }
});

test("an Authorization header that is no AWS signature is told as a missing token", () => {
  for (const value of [
    "",
    "Bearer eyJhbGciOiJub25lIn0",
    "Basic YTpi",
    "aws4-hmac-sha256 Credential=a",
    "AWS",
  ]) {
    assert.deepEqual(failureOf(authorized(value)), {
      reason: "missing-token",
      code: "MissingAuthenticationToken",
      message: "Request is missing Authentication Token",
    });
  }
});

test("all that an Authorization header lacks is named, and the header is repeated as a hash only", () => {
  const header = "AWS4-HMAC-SHA256 SignedHeaders=host";
  const hash = Buffer.from(hashing.sha256Hex(header), "hex").toString("base64");
  const failure = failureOf(authorized(header));
  assert.equal(failure.code, "IncompleteSignature");
  assert.equal(
    failure.message,
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " +
      `(Hashed with SHA-256 and encoded with Base64) Authorization=${hash}`,
  );
});

test("a part of the Authorization header that is no pair is told with a hash of the header", () => {
  for (const header of [
    "AWS4-HMAC-SHA256 Credential= AKID/20150830/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0",
    "AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/iam/aws4_request, SignedHeaders=host, Signature",
    "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0, constructor=1",
    "AWS4-HMAC-SHA256 =",
  ]) {
    const hash = Buffer.from(hashing.sha256Hex(header), "hex").toString("base64");
    assert.equal(
      failureOf(authorized(header, ...dated)).message,
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash}'.`,
    );
  }
});

test("commas and blanks between the parts of the Authorization header are free", () => {
  const message = sign();
  const authorization = headerOf(message, "authorization");
  for (const between of [",", " ", ", ", " , ", ",,", "\t", "   "]) {
    const spaced = withHeader(message, "authorization", authorization.replaceAll(", ", between));
    assert.equal(reasonOf(authenticate(spaced)), "verified", JSON.stringify(between));
  }
  const [algorithm, ...rest] = authorization.split(" ");
  const reordered = `${algorithm} ${rest
    .map((part) => part.replace(",", ""))
    .toReversed()
    .join(",")}`;
  assert.equal(reasonOf(authenticate(withHeader(message, "authorization", reordered))), "verified");
});

test("all that a presigned query lacks is named", () => {
  const message = presign({}, "iam", ["X-Amz-Date", "X-Amz-SignedHeaders"]);
  const failure = failureOf(message);
  assert.equal(failure.code, "IncompleteSignature");
  assert.equal(
    failure.message,
    "AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
  );
  const misspelled = { ...message, target: presign().target.replace("X-Amz-Algorithm", "x-amz-algorithm") };
  assert.equal(
    failureOf(misspelled).message,
    "AWS query-string parameters must include 'X-Amz-Algorithm'. Re-examine the query-string parameters.",
  );
});

test("a presigned request may leave X-Amz-Expires out", () => {
  const message = presign({}, "iam", ["X-Amz-Expires"]);
  assert.equal(reasonOf(authenticate(message)), "verified");
  assert.equal(reasonOf(authenticate(message, "", moment + 15 * 60_000 + 1)), "signature-expired");
});

test("times that are not in the basic form, or do not exist, are refused", () => {
  for (const time of [
    "2015-08-30T12:36:00Z",
    "20150830T123600",
    "20150830T123600z",
    "20150830 123600Z",
    "20150230T123600Z",
    "20151330T123600Z",
    "20150800T123600Z",
    "20150830T243600Z",
    "20150830T126000Z",
    "20150830T123660Z",
    "0015-830T12360Z0",
    "00150830T123600Z",
    "1442252505",
  ]) {
    const failure = failureOf(withHeader(sign(), "x-amz-date", time));
    assert.equal(failure.reason, "malformed-date", time);
    assert.equal(
      failure.message,
      `Date must be in ISO-8601 'basic format'. Got '${time.replace(" ", "?")}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  assert.equal(
    reasonOf(authenticate(sign({ timestamp: "20160229T000000Z" }), "", Date.UTC(2016, 1, 29))),
    "verified",
  );
});

test("a stale and an early signature are told with the three times", () => {
  const message = sign();
  const stale = failureOf(message, "", moment + 1_000_000);
  assert.equal(stale.code, "SignatureDoesNotMatch");
  assert.equal(
    stale.message,
    "Signature expired: 20150830T123600Z is now earlier than 20150830T123740Z (20150830T125240Z - 15 min.)",
  );
  assert.equal(
    failureOf(message, "", moment - 1_000_000).message,
    "Signature not yet current: 20150830T123600Z is still later than 20150830T123420Z (20150830T121920Z + 15 min.)",
  );
  assert.equal(
    failureOf(presign({ "X-Amz-Expires": "90" }, "s3"), "", moment + 100_000).message,
    "Signature expired: 20150830T123600Z is now earlier than 20150830T123610Z (20150830T123740Z - 90 sec.)",
  );
});

test("algorithms that are not offered are named", () => {
  for (const algorithm of ["AWS4-ECDSA-P256-SHA256", "AWS4-X509-RSA-SHA256", "AWS4-HMAC-SHA512", "AWS4-"]) {
    const message = sign();
    const authorization = headerOf(message, "authorization").replace("AWS4-HMAC-SHA256", algorithm);
    const failure = failureOf(withHeader(message, "authorization", authorization));
    assert.equal(failure.code, "IncompleteSignature");
    assert.equal(
      failure.message,
      `Unsupported AWS 'algorithm': '${algorithm}' (only AWS4-HMAC-SHA256 for now). `,
    );
    const target = presign().target.replace("AWS4-HMAC-SHA256", algorithm);
    assert.equal(failureOf({ ...presign(), target }).message, failure.message);
  }
});

test("every fault of a scope is told at once", () => {
  const message = sign();
  const authorization = headerOf(message, "authorization").replace(
    "20150830/us-east-1/iam/aws4_request",
    "20150829/us.east/s4/aws5_request",
  );
  const failure = failureOf(withHeader(message, "authorization", authorization));
  assert.equal(failure.code, "SignatureDoesNotMatch");
  assert.equal(
    failure.message,
    "Credential should be scoped to a valid region, not 'us.east'. " +
      "Credential should be scoped to correct service: 'iam', 'organizations', 's3', 'service'. " +
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. " +
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'.",
  );
});

test("any well-formed region is taken", () => {
  for (const region of ["us-east-1", "eu-isoe-west-1", "aws-global", "garage", "local_1", "US"]) {
    assert.equal(reasonOf(authenticate(sign({ region }))), "verified");
  }
});

test("a credential without five parts is told without repeating it", () => {
  const pasted = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY/20150830/us-east-1/iam/aws4_request";
  for (const credential of [pasted, "AKIDEXAMPLE", "a/b/c/d", "a//b/c/d", "/a/b/c/d", "a/b/c/d/"]) {
    const failure = failureOf(
      authorized(`AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`, ...dated),
    );
    const hash = Buffer.from(hashing.sha256Hex(credential), "hex").toString("base64");
    assert.equal(failure.code, "IncompleteSignature");
    assert.equal(
      failure.message,
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got (hashed with SHA-256 and encoded with Base64) '${hash}'`,
    );
  }
});

test("a list of signed headers may be unsorted and in any case, but names each present header once", () => {
  const message = sign({ headers: { "x-amz-meta": "a" } });
  const authorization = headerOf(message, "authorization");
  const list = (text: string): string =>
    reasonOf(
      authenticate(
        withHeader(
          message,
          "authorization",
          authorization.replace(/SignedHeaders=[^,]*/, `SignedHeaders=${text}`),
        ),
      ),
    );
  assert.equal(list("host;x-amz-date;x-amz-meta"), "verified");
  assert.equal(list("x-amz-meta;Host;X-Amz-Date"), "verified");
  assert.equal(list("host;host;x-amz-date;x-amz-meta"), "malformed-signed-headers");
  assert.equal(list("host;x-amz-date;x-amz-meta;HOST"), "malformed-signed-headers");
  assert.equal(list("host;;x-amz-date;x-amz-meta"), "malformed-signed-headers");
  assert.equal(list("host;x-amz-date;x-amz-meta;"), "malformed-signed-headers");
  assert.equal(list("host;x-amz-date;x-amz-meta;x-absent"), "absent-header");
});

test("a wrong signature is told with the canonical string and the string to sign", () => {
  const message = sign({
    target: "/?Action=GetUser",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  const failure = failureOf(message, "tampered");
  assert.equal(failure.code, "SignatureDoesNotMatch");
  const canonical =
    "POST\n/\nAction=GetUser\ncontent-type:application/x-www-form-urlencoded\nhost:iam.amazonaws.com\nx-amz-date:20150830T123600Z\n\n" +
    `content-type;host;x-amz-date\n${hashing.sha256Hex("tampered")}`;
  assert.equal(
    failure.message,
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n" +
      `The Canonical String for this request should have been\n'${canonical}'\n\n` +
      `The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n${hashing.sha256Hex(canonical)}'\n`,
  );
});

test("attack: a secret is read out of the canonical string", () => {
  const canary = "CANARY";
  const messages = [
    sign({ headers: { "x-amz-security-token": canary } }),
    sign({ headers: { cookie: canary, "x-amz-server-side-encryption-customer-key": canary } }),
    sign({ method: "GET", target: `/?Action=ChangePassword&NewPassword=${canary}&OldPassword=${canary}` }),
    presign({ "X-Amz-Security-Token": canary }),
    presign({ Action: "ChangePassword", NewPassword: canary }),
  ];
  for (const message of messages) {
    const failure = failureOf(message, "tampered");
    assert.equal(failure.reason, "signature-mismatch");
    assert.ok(!failure.message.includes(canary), failure.message);
    assert.ok(failure.message.includes("(hidden)"));
  }
});

test("a malformed declaration of the payload is refused", () => {
  for (const value of [
    "",
    "abc",
    "A".repeat(64),
    "unsigned-payload",
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
  ]) {
    const message = sign({ headers: { "x-amz-content-sha256": value } });
    assert.equal(failureOf(message).code, "InvalidArgument", value);
  }
});

test("failures have their codes and statuses in both protocols", () => {
  const xml = { protocol: "query", xmlNamespace: "urn:x" } as const;
  const json = { protocol: "json", version: "1.1" } as const;
  const message = sign();
  const cases: readonly (readonly [SignedMessage, string, number, string])[] = [
    [authorized("Bearer a"), "MissingAuthenticationToken", 403, "MissingAuthenticationTokenException"],
    [authorized("AWS4-HMAC-SHA256"), "IncompleteSignature", 400, "IncompleteSignatureException"],
    [{ ...message, method: "PUT" }, "SignatureDoesNotMatch", 403, "InvalidSignatureException"],
    [plusHeader(message, "x-amz-z", "1"), "SignatureDoesNotMatch", 403, "InvalidSignatureException"],
    [authorized("AWS a:b"), "InvalidRequest", 400, "InvalidRequest"],
    [
      plusHeader(message, "content-length", "a"),
      "MalformedHttpRequestException",
      400,
      "MalformedHttpRequestException",
    ],
  ];
  for (const [refused, code, status, jsonCode] of cases) {
    const failure = failureOf(refused);
    const inXml = encodeFailure(xml, failure, "id");
    assert.equal(inXml.status, status);
    assert.ok(inXml.body.includes(`<Code>${code}</Code>`), inXml.body);
    const inJson = encodeFailure(json, failure, "id");
    assert.equal(inJson.status, 400);
    assert.equal(JSON.parse(inJson.body).__type, jsonCode);
    assert.ok(!inJson.body.includes("reason"), "how it failed inside is not told");
  }
});
