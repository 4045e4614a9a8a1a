import type { PortcullisTypes } from "@portcullis/aws-model";
import { type DelegationRequest, SEPARATOR } from "@portcullis/directory";
import type { Call } from "../../framework/call.ts";
import { pageOf } from "../../framework/list-operation.ts";
import { operation } from "../../framework/operation.ts";
import { inOneGo } from "../../framework/slices.ts";
import { accessEnd, isGone, stateOf } from "../../iam/delegation/state-of.ts";
import { invalidToken } from "./invalid-token.ts";

type ListCall = Call<"portcullis:ListDelegationNotifications">;

/**
 * What AWS publishes to a partner's topic, of each request of the caller's account the newest message: nothing is kept of
 * them but the requests, so that nobody fills a mailbox, and none is lost. Tokens are made as they are told.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-building-integration.html (notification
 * message format)
 */
export const listDelegationNotifications = operation("portcullis:ListDelegationNotifications", {
  issuesCredentials: true,
  run: (call) =>
    inOneGo(
      pageOf(call, {
        badMarker: invalidToken,
        *entries({ account, now, world }, after) {
          const start = account + SEPARATOR;
          const { delegationRequestsByRequestor } = world.installation.indexes;
          const own = delegationRequestsByRequestor.startingWith(start, after && start + after);
          for (const [key, request] of own) {
            if (isGone(request, now)) continue;
            const message = notificationOf(call, request);
            if (message !== undefined) yield [key.slice(start.length), message];
          }
        },
      }),
    ),
});

/** undefined: nobody has taken the request over, of which AWS tells nothing. */
function notificationOf(
  { now, vault, world }: ListCall,
  request: DelegationRequest,
): PortcullisTypes.DelegationNotification | undefined {
  const { id, ownerAccount } = request;
  const state = stateOf(request, world.installation, now);
  if (state === "UNASSIGNED") return undefined;
  const expires = accessEnd(request);
  const released =
    state === "FINALIZED" && ownerAccount !== undefined && expires !== undefined && now < expires
      ? {
          Type: "ExchangeToken" as const,
          ExchangeToken: vault.sealExchangeToken({ owner: ownerAccount, request: id, expires }),
          ExpiresAt: expires,
        }
      : { Type: "StateChange" as const };
  return {
    ...released,
    RequestId: id,
    RequestorWorkflowId: request.workflow,
    State: state,
    NotificationChannel: request.channel,
    ...(ownerAccount === undefined ? {} : { OwnerAccountId: ownerAccount }),
    UpdatedAt: request.since,
  };
}
