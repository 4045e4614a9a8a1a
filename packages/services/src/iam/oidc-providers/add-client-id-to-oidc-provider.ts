import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { findOidcProvider, missingOidcProvider } from "./find-oidc-provider.ts";

/**
 * Idempotent: a client id that is there already is no error.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html
 */
export const addClientIdToOidcProvider = operation("iam:AddClientIDToOpenIDConnectProvider", {
  find(call) {
    const arn = call.input.OpenIDConnectProviderArn;
    return { provider: findOidcProvider(call, arn, missingOidcProvider.toChange(arn)) };
  },
  run(call) {
    const { provider } = call.entities;
    const clientIds = [...new Set([...provider.clientIds, call.input.ClientID])];
    const refused = overQuota(call.home, "clientIdsPerOidcProvider", clientIds.length);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    return done({ put: [{ ...provider, clientIds }] }, {});
  },
});
