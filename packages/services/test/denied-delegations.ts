import { asked, template } from "./delegating.ts";
import type { Cases } from "./denial-case.ts";

const DelegationRequestId = "7b7dc6a3-1d4e-4f00-8f2c-1a2b3c4d5e6f";
const arn = (id: string) => `arn:aws:iam::123456789012:delegation-request/${id}`;
const request = { input: { DelegationRequestId }, names: arn(DelegationRequestId) };

/** Of a request that is not there: that there is none is not told. */
export const delegationCases: Cases = {
  "iam:CreateDelegationRequest": { input: asked, names: arn("*") },
  "iam:AssociateDelegationRequest": request,
  "iam:GetDelegationRequest": request,
  "iam:UpdateDelegationRequest": request,
  "iam:AcceptDelegationRequest": request,
  "iam:RejectDelegationRequest": request,
  "iam:SendDelegationToken": request,
  "iam:ListDelegationRequests": { input: {}, names: "*" },
  "iam:GetHumanReadableSummary": {
    input: { EntityArn: arn(DelegationRequestId) },
    names: arn(DelegationRequestId),
  },
  "sts:GetDelegatedAccessToken": { input: { TradeInToken: "x" }, names: undefined },
  "portcullis:PutDelegationTemplate": {
    input: { Name: "x", RequestorAccountId: "210987654321", RequestorName: "x", Policy: template },
    names: undefined,
  },
  "portcullis:DeleteDelegationTemplate": { input: { Name: "x" }, names: undefined },
  "portcullis:ListDelegationTemplates": { input: undefined as never, names: undefined },
  "portcullis:ListDelegationNotifications": { input: undefined as never, names: undefined },
};
