import { operation } from "../../framework/operation.ts";
import { removeTags } from "../tags.ts";
import { findSamlProvider } from "./find-saml-provider.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagSAMLProvider.html */
export const untagSamlProvider = operation("iam:UntagSAMLProvider", {
  takesAway: true,
  find: (call) => ({ provider: findSamlProvider(call, call.input.SAMLProviderArn) }),
  run: (call) => removeTags(call.entities.provider, call.input.TagKeys),
});
