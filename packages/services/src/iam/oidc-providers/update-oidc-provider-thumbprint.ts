import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findOidcProvider, missingOidcProvider } from "./find-oidc-provider.ts";
import { readThumbprints } from "./thumbprints.ts";

/**
 * The list takes the place of the one that was there. A new provider may have none, a change may not leave none.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html
 */
export const updateOidcProviderThumbprint = operation("iam:UpdateOpenIDConnectProviderThumbprint", {
  find(call) {
    const arn = call.input.OpenIDConnectProviderArn;
    return { provider: findOidcProvider(call, arn, missingOidcProvider.toChange(arn)) };
  },
  run(call) {
    if (call.input.ThumbprintList.length === 0) {
      return call.fail("InvalidInput", "Thumbprint list must contain at least one entry.");
    }
    const thumbprints = readThumbprints(call.input.ThumbprintList);
    if (isFailure(thumbprints)) return { kind: "failed", failure: thumbprints };
    return done({ put: [{ ...call.entities.provider, thumbprints }] }, {});
  },
});
