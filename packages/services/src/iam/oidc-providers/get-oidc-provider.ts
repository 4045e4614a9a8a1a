import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { wireTagsByKey } from "../tags.ts";
import { findOidcProvider } from "./find-oidc-provider.ts";

/**
 * The URL comes back without its scheme, and the tags even where there are none.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
 */
export const getOidcProvider = operation("iam:GetOpenIDConnectProvider", {
  find: (call) => ({ provider: findOidcProvider(call, call.input.OpenIDConnectProviderArn) }),
  run({ entities: { provider } }) {
    return answer({
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: provider.created,
      Tags: wireTagsByKey(provider.tags),
    });
  },
});
