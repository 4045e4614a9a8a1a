import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { wireTagsByKey } from "../tags.ts";
import { findSamlProvider } from "./find-saml-provider.ts";
import { samlKeysOf } from "./saml-keys.ts";

/**
 * Of private keys their ids and ages alone; tags and keys even where there are none.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html
 */
export const getSamlProvider = operation("iam:GetSAMLProvider", {
  find: (call) => ({ provider: findSamlProvider(call, call.input.SAMLProviderArn) }),
  run(call) {
    const { provider } = call.entities;
    return answer({
      SAMLProviderUUID: provider.id,
      SAMLMetadataDocument: provider.metadata,
      CreateDate: provider.created,
      ValidUntil: provider.validUntil,
      Tags: wireTagsByKey(provider.tags),
      AssertionEncryptionMode: provider.encryption,
      PrivateKeyList: samlKeysOf(call.home, provider.id).map(({ id, created }) => ({
        KeyId: id,
        Timestamp: created,
      })),
    });
  },
});
