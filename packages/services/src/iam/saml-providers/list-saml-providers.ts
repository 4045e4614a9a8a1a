import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { samlProviderArn } from "./find-saml-provider.ts";

/**
 * All of them, by name: this list has no pages.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html
 */
export const listSamlProviders = operation("iam:ListSAMLProviders", {
  run(call) {
    const providers = [...call.home.indexes.samlProvidersByName.values()];
    return answer({
      SAMLProviderList: providers.map(({ name, validUntil, created }) => ({
        Arn: samlProviderArn(call, name),
        ValidUntil: validUntil,
        CreateDate: created,
      })),
    });
  },
});
