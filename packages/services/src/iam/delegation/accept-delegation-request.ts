import type { Approver, Caller } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { isLimited } from "./default-permissions.ts";
import { findRequest } from "./find-request.ts";
import { moved, wrongState } from "./state-of.ts";

/** Seconds for which root may delegate. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation.html */
const ROOT_LIMIT = 4 * 60 * 60;

/**
 * Records who accepts, "the identity that gets mapped to the delegated credential". What the partner gets is never more
 * than that one may do, whatever the request asks for; so whoever may do less than its policies say, because a session
 * policy limits it, cannot accept: the limit would be lost.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcceptDelegationRequest.html
 */
export const acceptDelegationRequest = operation("iam:AcceptDelegationRequest", {
  changes: "installation",
  find: (call) => ({ request: findRequest(call, call.input.DelegationRequestId) }),
  run(call) {
    const { request } = call.entities;
    const { caller, now } = call;
    const wrong = wrongState(call, request, "accept");
    if (wrong !== undefined) return call.fail("ValidationError", wrong);
    const approver = approverOf(caller, now);
    if (approver === undefined) {
      return call.fail(
        "AccessDenied",
        "A session that is limited by session policies cannot accept a delegation request.",
      );
    }
    if (approver.session === "root-session" && request.duration > ROOT_LIMIT) {
      return call.fail(
        "AccessDenied",
        "The root user cannot accept a delegation request with a session duration of more than 4 hours.",
      );
    }
    return done({ put: [moved(request, "accept", now, { approver })] }, {});
  },
});

/** undefined: a session whose permissions are not its principal's alone. */
function approverOf(caller: Caller, now: number): Approver | undefined {
  if (isLimited(caller)) return undefined;
  const { principal, session, userId } = caller;
  const common = {
    arn: principal.arn,
    accepted: now,
    ...(session?.mfaAt === undefined ? {} : { mfaAt: session.mfaAt }),
    tags: session?.tags ?? [],
    transitiveTagKeys: session?.transitiveTagKeys ?? [],
    ...(session?.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
  };
  switch (principal.kind) {
    case "root":
      return { session: "root-session", principalId: userId, name: "", ...common };
    case "user":
      return { session: "user-session", principalId: principal.id, name: "", ...common };
    case "role-session":
      return { session: "assumed-role", principalId: principal.id, name: session?.name ?? "", ...common };
    case "federated-user":
      return undefined;
  }
}
