import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { newUuid } from "../../framework/uuid.ts";
import { ownerOf } from "./access-report.ts";
import { findSubject } from "./subject.ts";

/**
 * Only what was asked for is kept: the report is worked out when it is read, so it is complete at once.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
 */
export const generateServiceLastAccessedDetails = operation("iam:GenerateServiceLastAccessedDetails", {
  find: (call) => ({ subject: findSubject(call, call.input.Arn) }),
  async prepare(call, powers) {
    const { input, account, caller, draw, now } = call;
    const id = newUuid(draw.bytes);
    const granularity = input.Granularity ?? "SERVICE_LEVEL";
    const { arn } = findSubject({ ...call, home: caller.home }, input.Arn);
    const job = { id, owner: ownerOf(caller), arn, granularity, created: now };
    const kept = await powers.keepAccessJob(account, job);
    return kept ? id : undefined;
  },
  run: (call) =>
    call.prepared === undefined ? call.fail("Throttling", "Rate exceeded") : answer({ JobId: call.prepared }),
});
