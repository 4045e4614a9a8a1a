import { outboundIssuerOf } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";

/**
 * No more tokens are issued. Those that were stay valid: their keys are published until the last of them is over.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DisableOutboundWebIdentityFederation.html
 */
export const disableOutboundWebIdentityFederation = operation("iam:DisableOutboundWebIdentityFederation", {
  changes: "installation",
  takesAway: true,
  run(call) {
    const issuer = outboundIssuerOf(call.world.installation, call.account);
    if (issuer === undefined || issuer.disabled !== undefined) {
      return call.fail(
        "FeatureDisabled",
        `Outbound identity federation is already disabled for account ${call.account}`,
      );
    }
    return done({ put: [{ ...issuer, disabled: call.now }] }, {});
  },
});
