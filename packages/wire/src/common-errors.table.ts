/**
 * Errors that any operation may give, with their forms in both protocols. The query spelling is the key, because
 * callers name failures by it. Codes that a model declares are looked up there first.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html
 */
export interface CommonError {
  readonly status: number;
  readonly json: string;
  readonly jsonStatus: number;
  /** How the framework spells the text's member in JSON; services' own errors say `Message`. */
  readonly messageKey: "message" | "Message";
}

const row = (
  status: number,
  json: string,
  jsonStatus: number,
  messageKey: CommonError["messageKey"] = "message",
): CommonError => ({ status, json, jsonStatus, messageKey });

const table = {
  AccessDenied: row(403, "AccessDeniedException", 400, "Message"),
  ExpiredToken: row(403, "ExpiredTokenException", 400),
  IncompleteSignature: row(400, "IncompleteSignatureException", 400),
  InternalFailure: row(500, "InternalFailure", 500),
  InvalidAction: row(400, "UnknownOperationException", 400),
  InvalidClientTokenId: row(403, "UnrecognizedClientException", 400),
  InvalidParameterCombination: row(400, "InvalidParameterCombination", 400),
  InvalidParameterValue: row(400, "InvalidParameterValueException", 400),
  InvalidQueryParameter: row(400, "InvalidQueryParameter", 400),
  MalformedInput: row(400, "SerializationException", 400, "Message"),
  // Documented with 404, unlike its neighbours.
  MalformedQueryString: row(404, "SerializationException", 400, "Message"),
  MissingAction: row(400, "UnknownOperationException", 400),
  MissingAuthenticationToken: row(403, "MissingAuthenticationTokenException", 400),
  MissingParameter: row(400, "MissingParameter", 400),
  NotAuthorized: row(400, "NotAuthorized", 400),
  OptInRequired: row(403, "OptInRequired", 403),
  RequestEntityTooLarge: row(413, "RequestEntityTooLargeException", 413),
  RequestExpired: row(400, "RequestExpired", 400),
  RequestTimeout: row(408, "RequestTimeoutException", 408),
  ServiceUnavailable: row(503, "ServiceUnavailableException", 503),
  SignatureDoesNotMatch: row(403, "InvalidSignatureException", 400),
  Throttling: row(400, "ThrottlingException", 400),
  ValidationError: row(400, "ValidationException", 400),
} as const satisfies Readonly<Record<string, CommonError>>;

export type CommonErrorCode = keyof typeof table;

/** By the query spelling. */
export const commonErrors: ReadonlyMap<string, CommonError> = new Map(Object.entries(table));

/** By the JSON spelling, for failures that are named so already. */
export const commonErrorsByJsonCode: ReadonlyMap<string, CommonError> = new Map(
  // The first row of a spelling wins, so the table's order is kept by adding the rows backwards.
  Object.values(table)
    .reverse()
    .map((error) => [error.json, error]),
);
