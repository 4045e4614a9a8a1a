export { accountOfAccessKeyId, base32, base32Digits, newAccessKeyId } from "./access-key-id.ts";
export { accountOfAlias, aliasOf } from "./account-alias.ts";
export {
  type ArnParts,
  assumedRoleArn,
  delegationTemplateArn,
  federatedUserArn,
  iamArn,
  isAccountNumber,
  managedPolicyArn,
  type Partition,
  parseArn,
  parseIamResource,
  rootArn,
  selfSessionArn,
} from "./arn.ts";
export { authorize, type Check, type Denial, type Target } from "./authorize.ts";
export {
  type Bodies,
  bodiesBy,
  type KeptBody,
  readBody,
  UnreadableBody,
  unreadable,
  writeBody,
} from "./body.ts";
export {
  type Body,
  type BodyFormats,
  type BodyStep,
  type BodyTable,
  bodyFormats,
} from "./body-formats.table.ts";
export {
  actorId,
  type Caller,
  callerOfKey,
  callerOfSession,
  principalTag,
  principalTags,
  type SessionFacts,
} from "./caller.ts";
export { type CallFacts, type CheckContext, contextOf } from "./context.ts";
export type {
  Approver,
  DelegationParameter,
  DelegationRequest,
  DelegationTemplate,
} from "./delegation-entities.ts";
export type {
  AccessKey,
  Account,
  AccountAlias,
  Changes,
  DeletionTask,
  Enrollment,
  Entity,
  EntityOf,
  Group,
  InlinePolicy,
  InstanceProfile,
  Kind,
  LoginProfile,
  MfaDevice,
  OidcProvider,
  PasswordPolicy,
  Policy,
  PolicyVersion,
  Role,
  SamlKey,
  SamlProvider,
  ServerCertificate,
  ServiceCredential,
  SigningCertificate,
  SshPublicKey,
  Tag,
  TrustPolicy,
  User,
} from "./entities.ts";
export { foldName, SEPARATOR } from "./indexes.table.ts";
export { type Kept, kept } from "./kept.table.ts";
export { boundarySet, type CallerLayers, callerLayers, holderSet, noTrust, trustSet } from "./layers.ts";
export {
  awsPolicy,
  customerPolicy,
  defaultVersion,
  inPartition,
  managedDocument,
} from "./managed-policies.ts";
export { type Draft, emptyMap, type OrderedMap } from "./ordered-map.ts";
export { type OutboundIssuer, type OutboundKey, outboundSecretOf } from "./outbound-entities.ts";
export {
  isOwnIssuer,
  isPublished,
  LONGEST_OUTBOUND_TOKEN,
  outboundIssuerOf,
  outboundKeysOf,
  publishedIssuer,
  publishedKeys,
  signingKeyOf,
} from "./outbound-issuer.ts";
export { ANNOUNCED, type DueKeys, dueKeys } from "./outbound-rotation.ts";
export { type AdjustedQuotas, type QuotaName, quotaOf, quotas } from "./quotas.table.ts";
export { type SealedText, sealedFields, sealedTexts } from "./sealed-fields.ts";
export { applyChanges, attachmentCount, boundaryCount, emptyState, type RealmState } from "./state.ts";
export { certificateId, newUniqueId } from "./unique-id.ts";
export { type WeighedMap, weighedMap } from "./weighed-map.ts";
