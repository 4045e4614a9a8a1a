export { type FieldPlace, keyNumberOf, openField, sealField } from "./at-rest.ts";
export type { CommandLimits } from "./command-run.ts";
export { type DataKeyRow, type NewDataKey, newDataKey } from "./data-key.ts";
export {
  accountOfExchangeToken,
  type ExchangeToken,
  openExchangeToken,
  sealExchangeToken,
} from "./exchange-token.ts";
export { hashField } from "./hash-field.ts";
export { HmacKey } from "./hmac-key.ts";
export { type KeyLife, keyLife } from "./key-life.ts";
export { createKeys, type KeyRing, type KeyRingFailure, newDataKeys, openKeyRing } from "./key-ring.ts";
export { type MarkerPlace, markerLife, openMarker, sealMarker } from "./marker.ts";
export { type MasterKey, MasterKeyError, MasterKeyUnavailable, memoryMasterKey } from "./master-key.ts";
export { commandMasterKey, type MasterKeyCommand } from "./master-key-command.ts";
export {
  createMasterKeyFile,
  fileMasterKey,
  type MasterKeyFile,
  type MasterKeyFileFailure,
} from "./master-key-file.ts";
export { masterKeyOfText } from "./master-key-text.ts";
export { hashNewPassword, isPassword, type NewPassword } from "./new-password.ts";
export { type OpenedSessions, openedSessions } from "./opened-sessions.ts";
export {
  type NewOutboundKey,
  newOutboundKey,
  type TokenAlgorithm,
  tokenAlgorithms,
} from "./outbound-key.ts";
export { type OutboundSigner, outboundSigner } from "./outbound-signer.ts";
export { longestToken, packedSize } from "./packed-size.ts";
export type { PasswordCost } from "./password-hash.ts";
export {
  type Hashing,
  type PasswordHasher,
  type PasswordOwner,
  passwordHasher,
} from "./password-hasher.ts";
export { type Purpose, purposes } from "./purposes.table.ts";
export { rewrapKeys, type WrappedKeys } from "./rewrap.ts";
export { open, seal } from "./seal.ts";
export {
  revealBytes,
  revealText,
  type Secret,
  sameBytes,
  sameSecret,
  secretOfBytes,
  secretOfText,
} from "./secret.ts";
export { newSecretAccessKey } from "./secret-access-key.ts";
export { type Issuer, longestSession, type Session } from "./session.ts";
export {
  type IssuedSession,
  issueSession,
  type OpenedSession,
  openSession,
  type TemporaryCredentials,
} from "./session-token.ts";
export { type MasterKeys, severalMasterKeys, wrappedByFirst } from "./several-master-keys.ts";
export { type SigningKey, type SigningKeys, type SigningScope, signingKeys } from "./signing-keys.ts";
export {
  newTotpSeed,
  type StepRange,
  stepOf,
  totpCode,
  totpSteps,
} from "./totp.ts";
