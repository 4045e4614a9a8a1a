import { outboundIssuerOf } from "@portcullis/directory";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOutboundWebIdentityFederationInfo.html */
export const getOutboundWebIdentityFederationInfo = operation("iam:GetOutboundWebIdentityFederationInfo", {
  run(call) {
    const issuer = outboundIssuerOf(call.world.installation, call.account);
    if (issuer === undefined || issuer.disabled !== undefined) {
      return call.fail(
        "FeatureDisabled",
        `Outbound identity federation is disabled for account ${call.account}`,
      );
    }
    return answer({ IssuerIdentifier: issuer.url, JwtVendingEnabled: true });
  },
});
