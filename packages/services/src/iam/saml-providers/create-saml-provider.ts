import { newUniqueId, type SamlProvider } from "@portcullis/directory";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { readTags, wireTags } from "../tags.ts";
import { samlFailures } from "./failures.ts";
import { findNewSamlProvider } from "./find-saml-provider.ts";
import { readSubmitted } from "./read-submitted.ts";
import { newSamlKey } from "./saml-keys.ts";
import { validUntil } from "./valid-until.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html */
export const createSamlProvider = operation("iam:CreateSAMLProvider", {
  prepare: async (call) => readSubmitted(call.input),
  find: (call) => ({ provider: findNewSamlProvider(call, call.input.Name) }),
  run(call) {
    const { input, entities, found, home, prepared } = call;
    if (isFailure(prepared)) return { kind: "failed", failure: prepared };
    const { metadata, privateKey } = prepared;
    if (metadata === undefined) throw new Error("the model requires metadata");
    const encryption = input.AssertionEncryptionMode ?? "Allowed";
    if (encryption === "Required" && privateKey === undefined) {
      return { kind: "failed", failure: samlFailures.requiredWithoutKey };
    }
    const tags = readTags("saml-provider", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    if (entities.provider !== undefined) {
      return call.fail("EntityAlreadyExists", `Provider with name ${input.Name} already exists.`);
    }
    const refused = overQuota(call.home, "samlProviders", home.byId["saml-provider"].size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const provider: SamlProvider = {
      kind: "saml-provider",
      id: newUniqueId("saml-provider", call.draw.bytes),
      name: input.Name,
      created: call.now,
      metadata: input.SAMLMetadataDocument,
      validUntil: validUntil(metadata, call.now),
      encryption,
      tags,
    };
    const keys = privateKey === undefined ? [] : [newSamlKey(call, provider.id, privateKey)];
    return done(
      { put: [provider, ...keys] },
      { SAMLProviderArn: found.provider.arn, ...(tags.length === 0 ? {} : { Tags: wireTags(tags) }) },
    );
  },
});
