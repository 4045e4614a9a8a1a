import { operation } from "../../framework/operation.ts";
import { addTags } from "../tags.ts";
import { findSamlProvider } from "./find-saml-provider.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagSAMLProvider.html */
export const tagSamlProvider = operation("iam:TagSAMLProvider", {
  find: (call) => ({ provider: findSamlProvider(call, call.input.SAMLProviderArn) }),
  run: (call) => addTags(call.entities.provider, call.input.Tags),
});
