import { listOperation } from "../../framework/list-operation.ts";
import { tagEntries } from "../tags.ts";
import { findSamlProvider } from "./find-saml-provider.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviderTags.html */
export const listSamlProviderTags = listOperation("iam:ListSAMLProviderTags", {
  find: (call) => ({ provider: findSamlProvider(call, call.input.SAMLProviderArn) }),
  entries: (call, after) => tagEntries(call.entities.provider.tags, after),
});
