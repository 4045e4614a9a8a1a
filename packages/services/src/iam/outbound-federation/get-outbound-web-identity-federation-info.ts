import { operation } from "../../framework/operation.ts";

/**
 * No account has outbound federation enabled: nothing here issues tokens, so there is no issuer to tell of.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOutboundWebIdentityFederationInfo.html
 */
export const getOutboundWebIdentityFederationInfo = operation("iam:GetOutboundWebIdentityFederationInfo", {
  run(call) {
    return call.fail(
      "FeatureDisabled",
      "The request failed because outbound identity federation is disabled for your AWS account.",
    );
  },
});
