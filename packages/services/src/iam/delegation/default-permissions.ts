import type { Caller, DelegationRequest } from "@portcullis/directory";
import { compile, type PolicySet } from "@portcullis/policy";

const allowing = (...actions: readonly string[]): PolicySet =>
  compile("resource", [
    {
      source: { name: "default permissions" },
      text: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: actions, Resource: "*" }],
      }),
    },
  ]);

/** To accept is not among them: that takes a permission. */
const ofOwner = allowing(
  "iam:GetDelegationRequest",
  "iam:GetHumanReadableSummary",
  "iam:ListDelegationRequests",
  "iam:RejectDelegationRequest",
  "iam:SendDelegationToken",
  "iam:UpdateDelegationRequest",
);
const ofWhoeverTakesItOver = allowing(
  "iam:AssociateDelegationRequest",
  "iam:GetDelegationRequest",
  "iam:GetHumanReadableSummary",
);

/**
 * What is permitted without a policy, though a Deny still forbids it: "IAM principals who initiate a delegation request
 * are automatically granted permissions to manage that specific request", that is, who is sent to it takes it over, and
 * then owns it. A partner that acts for the owner is not the owner, and a session that session policies limit does what
 * they allow and no more.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation.html
 */
export function defaultPermissions(caller: Caller, { owner }: DelegationRequest): PolicySet | undefined {
  if (isLimited(caller)) return undefined;
  if (owner === undefined) return ofWhoeverTakesItOver;
  return owner.id === caller.userId ? ofOwner : undefined;
}

/** Whoever asks for what it owns itself may list that. */
export function listingPermissions(caller: Caller, ownerId: string | undefined): PolicySet | undefined {
  return isLimited(caller) || ownerId !== caller.principal.arn ? undefined : ofOwner;
}

/** Whether a session is less than its principal. */
export function isLimited({ session }: Caller): boolean {
  if (session === undefined) return false;
  return session.delegate !== undefined || session.policy !== undefined || session.policyArns.length > 0;
}
