import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { addTags } from "../tags.ts";
import { findSamlProvider } from "./find-saml-provider.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagSAMLProvider.html */
export const tagSamlProvider = operation("iam:TagSAMLProvider", {
  find: (call) => ({ provider: findSamlProvider(call, call.input.SAMLProviderArn) }),
  run(call) {
    const tagged = addTags(call.entities.provider, call.input.Tags);
    return tagged.kind === "failed" ? tagged : done({ put: [tagged.entity] }, {});
  },
});
