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
 * then owns it. A partner that acts for the owner is not the owner.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation.html
 */
export function defaultPermissions(caller: Caller, { owner }: DelegationRequest): PolicySet | undefined {
  if (caller.session?.delegate !== undefined) return undefined;
  if (owner === undefined) return ofWhoeverTakesItOver;
  return owner.id === caller.userId ? ofOwner : undefined;
}

/** Whoever asks for what it owns itself may list that. */
export function listingPermissions(caller: Caller, ownerId: string | undefined): PolicySet | undefined {
  if (caller.session?.delegate !== undefined || ownerId !== caller.principal.arn) return undefined;
  return ofOwner;
}
