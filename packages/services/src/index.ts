export {
  type Api,
  type Failure,
  type InputOf,
  type OperationId,
  type OutputOf,
  throttled,
} from "./framework/api.ts";
export { type Attempted, attempt, permit, type Unfinished } from "./framework/attempt.ts";
export type {
  Asker,
  BackupFacts,
  BackupRefusal,
  Call,
  DeploymentFacts,
  Draw,
  GuessedSecret,
  IssuedCredentials,
  KeysFacts,
  KeysRefusal,
  Markers,
  Powers,
  RotationFacts,
  SealedPlace,
  Vault,
  World,
} from "./framework/call.ts";
export type { Found } from "./framework/found.ts";
export type { AccessJob, CredentialReport, KeptReports } from "./framework/kept-reports.ts";
export type { NotOffered, Offered } from "./framework/operation.ts";
export { inOneGo, type Slices } from "./framework/slices.ts";
export type { Use, UseKind } from "./framework/usage.ts";
export { handlerOf } from "./handler-of.ts";
export { accessEnd } from "./iam/delegation/state-of.ts";
export { validityOf } from "./iam/x509/certificate.ts";
export { claimNames } from "./sts/outbound/token-claims.ts";
