import { iamArn, type RealmState, rootArn } from "@portcullis/directory";
import type { CredentialReport } from "../../framework/kept-reports.ts";
import type { Slices } from "../../framework/slices.ts";
import type { Use } from "../../framework/usage.ts";
import { keysOf } from "../access-keys/keys-of.ts";
import { devicesOf } from "../mfa/devices-of.ts";
import { ownedBy } from "../owned.ts";
import { passwordPolicyOf } from "../passwords/password-rules.ts";
import { type CredentialHolder, credentialReportColumns } from "./credential-report-columns.table.ts";

/** Milliseconds after which a report has expired, and is made anew. */
const REPORT_LIFE = 4 * 60 * 60 * 1000;

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export function hasExpired({ generated }: CredentialReport, now: number): boolean {
  return now >= generated + REPORT_LIFE;
}

/**
 * The report as CSV, one line for root and for each user by name; no line end after the last one. Gives way after each:
 * there may be thousands.
 * @param uses the last uses of access keys
 */
export function* credentialReport(
  partition: string,
  account: string,
  home: RealmState,
  uses: readonly Use[],
): Slices<string> {
  const lastUses = new Map(uses.map((use) => [use.who, use]));
  const passwordAge = passwordPolicyOf(home, account)?.maximumAge;
  const credentials = (owner: string) => ({
    password: home.byId["login-profile"].get(owner),
    passwordAge,
    hasMfa: devicesOf(home, owner).length > 0,
    keys: keysOf(home, owner).map((key) => ({ key, used: lastUses.get(key.id) })),
    certificates: ownedBy(home, "signing-certificate", owner),
  });
  const root: CredentialHolder = {
    name: "<root_account>",
    arn: rootArn(partition, account),
    created: home.byId.account.get(account)?.created ?? 0,
    isRoot: true,
    ...credentials(account),
  };
  const lines = [credentialReportColumns.map(([column]) => field(column)).join(","), lineOf(root)];
  for (const { id, name, path, created } of home.indexes.usersByName.values()) {
    yield;
    const arn = iamArn(partition, account, "user", path, name);
    lines.push(lineOf({ name, arn, created, isRoot: false, ...credentials(id) }));
  }
  return lines.join("\n");
}

const lineOf = (holder: CredentialHolder): string =>
  credentialReportColumns.map(([, value]) => field(value(holder))).join(",");

/** Names may hold a comma, and paths a quote. Source: https://www.rfc-editor.org/rfc/rfc4180#section-2 */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
