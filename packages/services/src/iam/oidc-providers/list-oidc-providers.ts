import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { oidcProviderArn } from "./find-oidc-provider.ts";

/**
 * All of them, by URL: this list has no pages.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
 */
export const listOidcProviders = operation("iam:ListOpenIDConnectProviders", {
  run(call) {
    const providers = [...call.home.byId["oidc-provider"].values()];
    return answer({
      OpenIDConnectProviderList: providers.map(({ url }) => ({ Arn: oidcProviderArn(call, url) })),
    });
  },
});
