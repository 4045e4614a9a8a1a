import { type DelegationRequest, parseArn, parseIamResource } from "@portcullis/directory";
import { answer, type Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { operation } from "../../framework/operation.ts";
import { findRequest } from "./find-request.ts";
import { summaryOf } from "./summary.ts";

type SummaryCall = Call<"iam:GetHumanReadableSummary">;

/** Characters. Source: the model's summaryContentType. */
const LONGEST = 10_000;

/**
 * What a request asks for in plain words, made by rules of its policy. In English alone: for another locale the state is
 * NOT_SUPPORTED.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetHumanReadableSummary.html
 */
export const getHumanReadableSummary = operation("iam:GetHumanReadableSummary", {
  find: (call) => ({ request: findByArn(call) }),
  run({ input, entities }) {
    const Locale = input.Locale ?? "en";
    if (!/^en(?:[-_]|$)/i.test(Locale)) return answer({ Locale, SummaryState: "NOT_SUPPORTED" });
    const content = summaryOf(entities.request);
    if (content.length > LONGEST) return answer({ Locale, SummaryState: "NOT_AVAILABLE" });
    return answer({ Locale, SummaryContent: content, SummaryState: "AVAILABLE" });
  },
});

/** In another account than the caller's, a request is nothing that anybody could be permitted to see. */
function findByArn(call: SummaryCall): Existing<DelegationRequest> {
  const { EntityArn } = call.input;
  const parts = parseArn(EntityArn);
  const named = parseIamResource(parts?.resource ?? "");
  const request = findRequest(call, named?.name ?? "");
  if (parts?.service !== "iam" || named?.type !== "delegation-request" || named.path !== "/") {
    const message = `${EntityArn} is not the ARN of a delegation request.`;
    return { ...request, invalid: { code: "InvalidInput", message } };
  }
  if (EntityArn === request.arn) return request;
  const { keys: _, ...nothing } = request;
  return { ...nothing, arn: EntityArn, account: parts.account, entity: undefined, policy: undefined };
}
