import type { SamlKey, SamlProvider } from "@portcullis/directory";
import { type Failure, isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { samlFailures } from "./failures.ts";
import { findSamlProvider } from "./find-saml-provider.ts";
import { readSubmitted } from "./read-submitted.ts";
import { MOST_KEYS, newSamlKey, samlKeysOf } from "./saml-keys.ts";
import { validUntil } from "./valid-until.ts";

/**
 * What is left out keeps its value. A key is rotated in two requests: the new one comes, then the old one goes.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html
 */
export const updateSamlProvider = operation("iam:UpdateSAMLProvider", {
  prepare: async (call) => readSubmitted(call.input),
  find: (call) => ({ provider: findSamlProvider(call, call.input.SAMLProviderArn) }),
  run(call) {
    const { input, entities, prepared } = call;
    const { SAMLMetadataDocument, AssertionEncryptionMode, AddPrivateKey, RemovePrivateKey } = input;
    const given = [SAMLMetadataDocument, AssertionEncryptionMode, AddPrivateKey, RemovePrivateKey];
    if (given.every((each) => each === undefined)) {
      return { kind: "failed", failure: samlFailures.nothingToUpdate };
    }
    if (AddPrivateKey !== undefined && RemovePrivateKey !== undefined) {
      return { kind: "failed", failure: samlFailures.addAndRemove };
    }
    if (isFailure(prepared)) return { kind: "failed", failure: prepared };
    const { metadata, privateKey } = prepared;
    const provider: SamlProvider = {
      ...entities.provider,
      ...(metadata === undefined || SAMLMetadataDocument === undefined
        ? {}
        : { metadata: SAMLMetadataDocument, validUntil: validUntil(metadata, call.now) }),
      encryption: AssertionEncryptionMode ?? entities.provider.encryption,
    };
    const keys = samlKeysOf(call.home, provider.id);
    const added = privateKey === undefined ? [] : [newSamlKey(call, provider.id, privateKey)];
    const removed = keys.filter(({ id }) => id === RemovePrivateKey);
    const refused = keysRefusal(provider, RemovePrivateKey, keys, added.length - removed.length);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    return done({ put: [provider, ...added], remove: removed }, { SAMLProviderArn: call.found.provider.arn });
  },
});

/** @param more how many keys there would be beside those that there are */
function keysRefusal(
  { encryption }: SamlProvider,
  RemovePrivateKey: string | undefined,
  keys: readonly SamlKey[],
  more: number,
): Failure | undefined {
  if (RemovePrivateKey !== undefined && more === 0) return samlFailures.unknownKey;
  if (keys.length + more > MOST_KEYS) return samlFailures.tooManyKeys;
  if (encryption === "Allowed" || keys.length + more > 0) return undefined;
  return RemovePrivateKey === undefined ? samlFailures.requiredWithoutKeyNow : samlFailures.keyInUse;
}
