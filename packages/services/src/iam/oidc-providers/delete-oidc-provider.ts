import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findOidcProvider, missingOidcProvider } from "./find-oidc-provider.ts";

/**
 * Roles that name it in their trust stay as they are, and nobody comes in by them. Not idempotent, whatever the
 * reference says: AWS answers that a provider which is gone cannot be found.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html
 */
export const deleteOidcProvider = operation("iam:DeleteOpenIDConnectProvider", {
  takesAway: true,
  find(call) {
    const arn = call.input.OpenIDConnectProviderArn;
    return { provider: findOidcProvider(call, arn, missingOidcProvider.toChange(arn)) };
  },
  run: (call) => done({ remove: [call.entities.provider] }, {}),
});
