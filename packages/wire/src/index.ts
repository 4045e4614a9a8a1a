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
  targetOf,
} from "./route.ts";
export { routeErrors } from "./route-errors.table.ts";
export type { Violation } from "./validate.ts";
export { validate } from "./validate.ts";
export { validationFailure, violationMessage } from "./validation-failure.ts";
export { escapeXml, percentEncode } from "./xml.ts";
