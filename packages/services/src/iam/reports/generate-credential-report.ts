import { parseArn } from "@portcullis/directory";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { credentialReport, hasExpired } from "./credential-report.ts";

/**
 * Makes the report at once where there is none, or it has expired; one that is there is complete. It is kept, so that
 * every node gives the same.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
export const generateCredentialReport = operation("iam:GenerateCredentialReport", {
  async prepare({ account, caller: { home, principal }, now }, powers) {
    const kept = await powers.findCredentialReport(account);
    if (kept !== undefined && !hasExpired(kept, now)) return "complete";
    const uses = await powers.findUses(account, "access-key");
    const partition = parseArn(principal.arn)?.partition ?? "";
    const content = credentialReport(partition, account, home, uses);
    await powers.keepCredentialReport(account, { generated: now, content });
    return "started";
  },
  run: (call) =>
    answer(
      call.prepared === "complete"
        ? { State: "COMPLETE" }
        : { State: "STARTED", Description: "No report exists. Starting a new report generation task" },
    ),
});
