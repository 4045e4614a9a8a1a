import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findOidcProvider, missingOidcProvider } from "./find-oidc-provider.ts";

/**
 * Idempotent: a client id that is not there is no error.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html
 */
export const removeClientIdFromOidcProvider = operation("iam:RemoveClientIDFromOpenIDConnectProvider", {
  takesAway: true,
  find(call) {
    const arn = call.input.OpenIDConnectProviderArn;
    return { provider: findOidcProvider(call, arn, missingOidcProvider.toChange(arn)) };
  },
  run(call) {
    const { provider } = call.entities;
    const clientIds = provider.clientIds.filter((each) => each !== call.input.ClientID);
    return done({ put: [{ ...provider, clientIds }] }, {});
  },
});
