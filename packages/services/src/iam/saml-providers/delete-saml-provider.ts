import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findSamlProvider } from "./find-saml-provider.ts";
import { samlKeysOf } from "./saml-keys.ts";

/**
 * Its private keys go with it. Roles that name it in their trust stay as they are, and nobody comes in by them.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSAMLProvider.html
 */
export const deleteSamlProvider = operation("iam:DeleteSAMLProvider", {
  takesAway: true,
  find: (call) => ({ provider: findSamlProvider(call, call.input.SAMLProviderArn) }),
  run(call) {
    const { provider } = call.entities;
    return done({ remove: [provider, ...samlKeysOf(call.home, provider.id)] }, {});
  },
});
