import { SEPARATOR } from "@portcullis/directory";
import { selfOnAll } from "../../framework/checks.ts";
import { listOperation, PAUSE } from "../../framework/list-operation.ts";
import { listingPermissions } from "./default-permissions.ts";
import { OWNER_KEY } from "./find-request.ts";
import { requestForm } from "./request-form.ts";
import { isGone } from "./state-of.ts";

/**
 * Those of the account that somebody has taken over, oldest first.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListDelegationRequests.html
 */
export const listDelegationRequests = listOperation("iam:ListDelegationRequests", {
  pages: {
    inputToken: "Marker",
    outputToken: "Marker",
    limitKey: "MaxItems",
    moreResults: "isTruncated",
    resultKeys: ["DelegationRequests"],
  },
  checks(call) {
    const { OwnerId } = call.input;
    const check = selfOnAll(call);
    const policy = listingPermissions(call.caller, OwnerId);
    return [
      {
        ...check,
        target: { ...check.target, ...(policy === undefined ? {} : { policy }) },
        ...(OwnerId === undefined ? {} : { keys: new Map([[OWNER_KEY, [OwnerId]]]) }),
      },
    ];
  },
  // Each item reads its policy, and a page has a thousand.
  inSlices: true,
  *entries(call, after) {
    const { account, caller, now, world } = call;
    const { OwnerId } = call.input;
    const start = account + SEPARATOR;
    const { delegationRequestsByOwner } = world.installation.indexes;
    for (const [key, request] of delegationRequestsByOwner.startingWith(start, after && start + after)) {
      yield PAUSE;
      if (isGone(request, now)) continue;
      if (OwnerId !== undefined && request.owner?.arn !== OwnerId) continue;
      // Who asks for its own needs no permission for that, and a namesake's from before are not its own.
      if (OwnerId === caller.principal.arn && request.owner?.id !== caller.userId) continue;
      yield [key.slice(start.length), requestForm(call, request)];
    }
  },
});
