import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findSubject } from "./subject.ts";

/**
 * Only what was asked for is kept: the report is worked out when it is read, so it is complete at once.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
 */
export const generateServiceLastAccessedDetails = operation("iam:GenerateServiceLastAccessedDetails", {
  find: (call) => ({ subject: findSubject(call, call.input.Arn) }),
  async prepare({ input, account, draw, now }, powers) {
    const id = uuidOf(draw.bytes(16));
    const granularity = input.Granularity ?? "SERVICE_LEVEL";
    await powers.keepAccessJob(account, { id, arn: input.Arn, granularity, created: now });
    return id;
  },
  run: (call) => answer({ JobId: call.prepared }),
});

/** A random UUID. Source: https://www.rfc-editor.org/rfc/rfc9562#section-5.4 */
function uuidOf(random: Uint8Array): string {
  const bytes = Buffer.from(random);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
