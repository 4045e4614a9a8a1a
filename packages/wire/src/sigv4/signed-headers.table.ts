/** Headers that change what a request means and so must be signed when they are present; with the reason. */
export const mustBeSigned: ReadonlyMap<string, string> = new Map([
  ["host", "the signature is good for one server only (and host must be present)"],
  ["content-type", "decides how the body is read; see ServiceSigning.contentType for the one exception"],
  ["content-encoding", "decides what bytes the body stands for"],
  ["content-md5", "a check of the body that someone relies on"],
]);

/** Every header that begins so carries parameters of the request (target, token, copy source, metadata…). */
export const SIGNED_PREFIX = "x-amz-";

/** Headers with the prefix that are added on the way, behind the signer; nothing reads them. */
export const addedOnTheWay: ReadonlyMap<string, string> = new Map([
  ["x-amz-cf-id", "CloudFront adds it on the way to an origin"],
]);

/**
 * Headers that are read as one value: a second one is refused, since two readers could each take another.
 * `framing` ones tell where the body ends; a doubled one is how requests are smuggled.
 */
export const singleHeaders: ReadonlyMap<string, "framing" | "value"> = new Map([
  ["content-length", "framing"],
  ["transfer-encoding", "framing"],
  ["host", "framing"],
  ["authorization", "value"],
  ["content-type", "value"],
  ["content-encoding", "value"],
  ["content-md5", "value"],
  ["date", "value"],
  ["x-amz-content-sha256", "value"],
  ["x-amz-date", "value"],
  ["x-amz-security-token", "value"],
  ["x-amz-target", "value"],
]);

/** Signed headers whose value SignatureDoesNotMatch repeats in its canonical string; every other one is hidden. */
export const printableHeaders: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "amz-sdk-invocation-id",
  "amz-sdk-request",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-md5",
  "content-type",
  "date",
  "host",
  "range",
  "transfer-encoding",
  "x-amz-api-version",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-target",
]);

/** Query parameters whose value SignatureDoesNotMatch repeats by itself; a caller may allow more. */
export const printableParameters: ReadonlySet<string> = new Set([
  "Action",
  "Version",
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-SignedHeaders",
]);
