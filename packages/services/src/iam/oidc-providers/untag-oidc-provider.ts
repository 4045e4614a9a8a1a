import { operation } from "../../framework/operation.ts";
import { removeTags } from "../tags.ts";
import { findOidcProvider } from "./find-oidc-provider.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html */
export const untagOidcProvider = operation("iam:UntagOpenIDConnectProvider", {
  takesAway: true,
  find: (call) => ({ provider: findOidcProvider(call, call.input.OpenIDConnectProviderArn) }),
  run: (call) => removeTags(call.entities.provider, call.input.TagKeys),
});
