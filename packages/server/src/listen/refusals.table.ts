/**
 * What a connection is told before any operation is known. The codes that AWS documents for all its services:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * The texts are fixed: nothing of the request is repeated. The keys are label values of a metric.
 */
export const refusals = {
  malformed: {
    status: 400,
    code: "MalformedHttpRequestException",
    message: "The request is not well-formed HTTP.",
  },
  "headers-too-large": {
    status: 431,
    code: "MalformedHttpRequestException",
    message: "The headers of the request are too large or too many.",
  },
  "unknown-host": {
    status: 400,
    code: "MalformedHttpRequestException",
    message: "The Host header does not name this server. Its names are set by --server-names.",
  },
  upgrade: {
    status: 400,
    code: "MalformedHttpRequestException",
    message: "This server does not change protocols.",
  },
  timeout: {
    status: 408,
    code: "RequestTimeoutException",
    message: "The request did not arrive in time.",
  },
  busy: {
    status: 503,
    code: "ServiceUnavailable",
    message: "The server cannot take the request now.",
  },
  failed: {
    status: 500,
    code: "InternalFailure",
    message: "The request could not be processed because of an internal failure.",
  },
} as const;

export type Refusal = keyof typeof refusals;

/** Codes that node gives to errors of a connection; every other one is `malformed`. */
export const refusalOfError: ReadonlyMap<string, Refusal> = new Map([
  ["HPE_HEADER_OVERFLOW", "headers-too-large"],
  ["HPE_CHUNK_EXTENSIONS_OVERFLOW", "headers-too-large"],
  ["ERR_HTTP_REQUEST_TIMEOUT", "timeout"],
]);
