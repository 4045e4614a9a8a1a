import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";

/**
 * Kept and told by GetAccountSummary. It changes no token: no region has to be enabled here, so tokens of either version
 * are valid in every region.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetSecurityTokenServicePreferences.html
 */
export const setSecurityTokenServicePreferences = operation("iam:SetSecurityTokenServicePreferences", {
  run(call) {
    const account = call.home.byId.account.get(call.account);
    if (account === undefined) throw new Error(`the account ${call.account} is not in its own realm`);
    const version = call.input.GlobalEndpointTokenVersion === "v1Token" ? 1 : 2;
    return done({ put: [{ ...account, globalEndpointVersion: version }] }, {});
  },
});
