import type { CommonErrorCode } from "../common-errors.table.ts";

interface FailureRow {
  /** In the spelling of the query protocol; the codec knows the JSON spelling and both statuses. */
  readonly code:
    | CommonErrorCode
    | "InvalidArgument"
    | "InvalidRequest"
    | "MalformedHttpRequestException"
    | "XAmzContentSHA256Mismatch";
  /** What the client reads when the place that refused says nothing closer. */
  readonly text: string;
}

const incomplete = {
  code: "IncompleteSignature",
  text: "The request signature does not conform to AWS standards.",
} as const;
const mismatch = {
  code: "SignatureDoesNotMatch",
  text: "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
} as const;

/**
 * Every way in which authentication fails, with what the client is told.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
export const authFailures = {
  "missing-token": { code: "MissingAuthenticationToken", text: "Request is missing Authentication Token" },
  "malformed-authorization": incomplete,
  "missing-parameter": incomplete,
  "repeated-parameter": incomplete,
  "malformed-date": incomplete,
  "malformed-expires": incomplete,
  "malformed-credential": incomplete,
  "malformed-signed-headers": incomplete,
  "unsupported-algorithm": incomplete,
  "both-forms": mismatch,
  "signature-expired": mismatch,
  "signature-not-yet-current": mismatch,
  "wrong-scope": mismatch,
  "unsigned-header": mismatch,
  "absent-header": mismatch,
  "signature-mismatch": mismatch,
  // A service that signs its payload hashes the body whatever the header says, so that no other mode can match.
  "payload-mode": mismatch,
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  "payload-mismatch": {
    code: "XAmzContentSHA256Mismatch",
    text: "The provided 'x-amz-content-sha256' header does not match what was computed.",
  },
  "malformed-payload-hash": {
    code: "InvalidArgument",
    text: "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
  },
  // The only words that AWS has published for Signature Version 2 are those of S3 (same page).
  "unsupported-version": {
    code: "InvalidRequest",
    text: "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
  },
  // Not offered, so these words are ours.
  "credential-in-body": {
    code: "InvalidRequest",
    text: "Authentication parameters are taken from the Authorization header or from the query string, not from the body.",
  },
  "malformed-query": { code: "MalformedQueryString", text: "The query string contains a syntax error." },
  "malformed-request": {
    code: "MalformedHttpRequestException",
    text: "The request is malformed at the HTTP level.",
  },
  "too-large": { code: "RequestEntityTooLarge", text: "Request entity too large" },
  // Unknown, inactive and deleted keys are told alike.
  "unknown-key": {
    code: "InvalidClientTokenId",
    text: "The security token included in the request is invalid.",
  },
  "invalid-session-token": {
    code: "InvalidClientTokenId",
    text: "The security token included in the request is invalid",
  },
  "expired-session-token": {
    code: "ExpiredToken",
    text: "The security token included in the request is expired",
  },
} as const satisfies Record<string, FailureRow>;

export type AuthFailureReason = keyof typeof authFailures;
