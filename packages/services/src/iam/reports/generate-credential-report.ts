import { parseArn } from "@portcullis/directory";
import { throttled } from "../../framework/api.ts";
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
    const made = await powers.inSlices(account, credentialReport(partition, account, home, uses));
    if (made === "busy") return made;
    await powers.keepCredentialReport(account, { generated: now, content: made.result });
    return "started";
  },
  run(call) {
    switch (call.prepared) {
      case "busy":
        return { kind: "failed", failure: throttled };
      case "complete":
        return answer({ State: "COMPLETE" });
      case "started":
        return answer({
          State: "STARTED",
          Description: "No report exists. Starting a new report generation task",
        });
    }
  },
});
