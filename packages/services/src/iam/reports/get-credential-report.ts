import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { hasExpired } from "./credential-report.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
export const getCredentialReport = operation("iam:GetCredentialReport", {
  prepare: ({ account }, powers) => powers.findCredentialReport(account),
  run(call) {
    const report = call.prepared;
    if (report === undefined) return call.fail("ReportNotPresent", "No report exists.");
    if (hasExpired(report, call.now)) return call.fail("ReportExpired", "The report has expired.");
    return answer({
      Content: Buffer.from(report.content),
      ReportFormat: "text/csv",
      GeneratedTime: report.generated,
    });
  },
});
