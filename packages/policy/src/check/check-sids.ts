import type { StatementDraft } from "../language/tree.ts";
import type { PolicyType } from "../types.ts";
import type { Report } from "./finding.ts";

/** Services let the Sids of their own resource policies hold spaces and more. */
const free: readonly PolicyType[] = ["resource", "key", "endpoint", "scp", "rcp"];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export function checkSids(type: PolicyType, statements: readonly StatementDraft[], report: Report): void {
  const seen = new Set<string>();
  for (const { sid } of statements) {
    // An empty Sid is as good as none, any number of times.
    if (sid === undefined || sid.value === "") continue;
    const offset = sid.start;
    if (seen.has(sid.value))
      report({ code: "repeated-sid", offset, detail: `the Sid \`${sid.value}\` is given twice` });
    seen.add(sid.value);
    if (!free.includes(type) && !isAlphanumeric(sid.value))
      report({ code: "invalid-sid", offset, detail: `the Sid \`${sid.value}\` is not letters and digits` });
  }
}

function isAlphanumeric(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const lower = code | 0x20;
    if (!((lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39))) return false;
  }
  return true;
}
