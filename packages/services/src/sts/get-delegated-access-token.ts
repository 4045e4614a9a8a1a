import { callerOfSession, type DelegationRequest } from "@portcullis/directory";
import { accountOfExchangeToken } from "@portcullis/keys";
import { answer, type Call } from "../framework/call.ts";
import type { Perhaps } from "../framework/found.ts";
import { operation } from "../framework/operation.ts";
import { requestBase } from "../iam/delegation/find-request.ts";
import { accessEnd, stateOf } from "../iam/delegation/state-of.ts";
import { credentialsForm } from "./credentials-form.ts";

type TokenCall = Call<"sts:GetDelegatedAccessToken">;

/**
 * Credentials of whoever accepted a delegation request, limited by its policy, for the partner's account and nobody else.
 * The token may be exchanged as often as the partner likes; all credentials end at the same instant, the request's
 * duration after its token was released.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetDelegatedAccessToken.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-building-integration.html (exchange tokens)
 */
export const getDelegatedAccessToken = operation("sts:GetDelegatedAccessToken", {
  issuesCredentials: true,
  realms: ({ TradeInToken }) => {
    const owner = accountOfExchangeToken(TradeInToken);
    return owner === undefined ? [] : [owner];
  },
  find: (call) => ({ request: requestOfToken(call) }),
  run(call) {
    const { input, now, world, vault } = call;
    const { request } = call.entities;
    if (vault.openExchangeToken(input.TradeInToken) === undefined) {
      return call.fail("InvalidParameterValue", "The trade-in token is not valid.");
    }
    const expires = request === undefined ? undefined : accessEnd(request);
    if (request === undefined || expires === undefined || now >= expires) return expired(call);
    if (stateOf(request, world.installation, now) !== "FINALIZED") return expired(call);
    const { approver, ownerAccount, policy } = request;
    if (approver === undefined || ownerAccount === undefined) throw new Error("nobody accepted it");
    const session = {
      account: ownerAccount,
      kind: approver.session,
      principalId: approver.principalId,
      name: approver.name,
      // When the token was released, however late it is exchanged: to deny sessions by aws:TokenIssueTime, as whoever
      // revokes them does, is to deny those that it will still be exchanged for. Another node's clock may be ahead.
      issued: Math.min(now, request.since),
      expires,
      mfaAt: approver.mfaAt,
      policy,
      policyArns: [],
      tags: approver.tags,
      transitiveTagKeys: approver.transitiveTagKeys,
      sourceIdentity: approver.sourceIdentity,
      chained: false,
      delegate: call.account,
    } as const;
    const state = ownerAccount === call.account ? call.home : world.account(ownerAccount);
    // Sessions that were ended since the request was accepted end the delegation with them.
    const asAccepted = { ...session, accessKeyId: "", issued: approver.accepted };
    const assumed = state === undefined ? undefined : callerOfSession(world.partition, state, asAccepted);
    if (assumed === undefined) {
      return call.fail("AccessDenied", "The principal that accepted the delegation request is no more.");
    }
    const issued = vault.issue(session, call.draw.bytes);
    if ("oversize" in issued) {
      return call.fail(
        "PackedPolicyTooLarge",
        `Packed policy consumes ${issued.oversize}% of allotted space, please use smaller policy.`,
      );
    }
    return answer({
      Credentials: credentialsForm(issued),
      // Of the policy that the partner asked for; the tags beside it are the approver's, and nothing of them is told.
      PackedPolicySize: vault.packedSize({ policy, policyArns: [], tags: [] }),
      AssumedPrincipal: assumed.principal.arn,
    });
  },
});

function expired(call: TokenCall) {
  return call.fail("ExpiredTradeInTokenException", "The trade-in token has expired.");
}

/** The request that a token of the caller's account is of; it stands in the account that gives access. */
function requestOfToken(call: TokenCall): Perhaps<DelegationRequest> {
  const { world, account } = call;
  const token = call.vault.openExchangeToken(call.input.TradeInToken);
  const kept =
    token === undefined ? undefined : world.installation.byId["delegation-request"].get(token.request);
  const own = kept?.requestor === account && kept.ownerAccount === token?.owner;
  return {
    ...requestBase(call, token?.owner, token?.request ?? ""),
    entity: own ? kept : undefined,
    tags: undefined,
    expect: "perhaps",
  };
}
