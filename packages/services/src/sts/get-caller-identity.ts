import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";

/**
 * Needs no permission and cannot be denied.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const getCallerIdentity = operation("sts:GetCallerIdentity", {
  checks: () => [],
  run: ({ caller }) => answer({ UserId: caller.userId, Account: caller.account, Arn: caller.principal.arn }),
});
