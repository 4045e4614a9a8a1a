import { operation } from "../../framework/operation.ts";

/**
 * What is not enabled in any account cannot be disabled.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DisableOutboundWebIdentityFederation.html
 */
export const disableOutboundWebIdentityFederation = operation("iam:DisableOutboundWebIdentityFederation", {
  run(call) {
    return call.fail(
      "FeatureDisabled",
      "The request failed because outbound identity federation is already disabled for your AWS account. You cannot disable the feature multiple times",
    );
  },
});
