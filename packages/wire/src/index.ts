export { encode } from "./codec.ts";
export type { CommonError, CommonErrorCode } from "./common-errors.table.ts";
export { commonErrors } from "./common-errors.table.ts";
export type { Constraint } from "./constraint.ts";
export type { MayEcho } from "./echo.ts";
export { echoUnlessSecretive } from "./echo.ts";
export type { Dialect } from "./encode-failure.ts";
export { dialectOf, dialectOfCall, encodeFailure } from "./encode-failure.ts";
export type { Answer, Decoded, Failure, Structure } from "./failure.ts";
export type { Form, ParsedForm } from "./form.ts";
export { parameter, parseForm } from "./form.ts";
export { decodeJson } from "./json-decode.ts";
export { outputQuirks } from "./output-quirks.table.ts";
export { decodeQuery } from "./query-decode.ts";
export type { CallHead, FoundOperation } from "./route.ts";
export {
  callOf,
  findJsonOperation,
  findQueryOperation,
  hasFormBody,
  jsonVersionOf,
  ownsTarget,
  targetOf,
} from "./route.ts";
export { routeErrors } from "./route-errors.table.ts";
export type { AuthFailure } from "./sigv4/auth-failure.ts";
export { authFailure } from "./sigv4/auth-failure.ts";
export type { AuthFailureReason } from "./sigv4/auth-failures.table.ts";
export { authFailures } from "./sigv4/auth-failures.table.ts";
export { refuseBodyCredential } from "./sigv4/body-credential.ts";
export type { Hashing } from "./sigv4/hashing.ts";
export { headLimits, SIGNATURE_WINDOW } from "./sigv4/limits.table.ts";
export type { PayloadMode, Presented, PresentedPayload, SignedMessage } from "./sigv4/message.ts";
export { refusePayloadMode } from "./sigv4/payload.ts";
export type { CredentialRules, Reading } from "./sigv4/read-credential.ts";
export { readCredential } from "./sigv4/read-credential.ts";
export type { ServiceSigning } from "./sigv4/service-signing.table.ts";
export { serviceSignings } from "./sigv4/service-signing.table.ts";
export type { SigningCredentials, SigningTarget } from "./sigv4/sign.ts";
export { sign } from "./sigv4/sign.ts";
export { deriveSigningKey } from "./sigv4/signing-key.ts";
export type { Verification } from "./sigv4/verify.ts";
export { verify } from "./sigv4/verify.ts";
export type { Violation } from "./validate.ts";
export { validate } from "./validate.ts";
export { validationFailure, violationMessage } from "./validation-failure.ts";
export { escapeXml, percentEncode } from "./xml.ts";
