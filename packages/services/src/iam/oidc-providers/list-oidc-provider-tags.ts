import { listOperation } from "../../framework/list-operation.ts";
import { tagEntries } from "../tags.ts";
import { findOidcProvider } from "./find-oidc-provider.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html */
export const listOidcProviderTags = listOperation("iam:ListOpenIDConnectProviderTags", {
  find: (call) => ({ provider: findOidcProvider(call, call.input.OpenIDConnectProviderArn) }),
  entries: (call, after) => tagEntries(call.entities.provider.tags, after),
});
