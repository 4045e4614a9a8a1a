import { operation } from "../../framework/operation.ts";
import { addTags } from "../tags.ts";
import { findOidcProvider } from "./find-oidc-provider.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html */
export const tagOidcProvider = operation("iam:TagOpenIDConnectProvider", {
  find: (call) => ({ provider: findOidcProvider(call, call.input.OpenIDConnectProviderArn) }),
  run: (call) => addTags(call.entities.provider, call.input.Tags),
});
