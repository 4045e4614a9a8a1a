import { lowerAscii } from "../../text/ascii.ts";
import { BEYOND_REFERENCE, PUBLIC_VENDORS } from "../arn-exceptions.table.ts";
import type { Catalog } from "../catalog.ts";
import { hasWildcard, type Say, type StatementRule } from "../rule.ts";
import { overlaps, withoutVariables } from "../wildcards.ts";

/**
 * ARNs that no resource of their service has.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const resourceArns: StatementRule = ({ resource }, { catalog }, say) => {
  if (catalog === undefined) return;
  for (const { value, start } of resource?.values ?? [])
    if (value.startsWith("arn:")) checkArn(value, start, catalog, say);
};

/** The ARN formats of a service that have the same parts before the resource. */
interface Form {
  readonly region: boolean;
  readonly account: boolean;
  /** The parts after the fifth colon, with `*` for their placeholders. */
  readonly paths: readonly string[];
}

/** Taken apart once for each list that a catalog gives. */
const known = new WeakMap<readonly string[], readonly Form[]>();

function formsOf(formats: readonly string[]): readonly Form[] {
  let forms = known.get(formats);
  if (forms !== undefined) return forms;
  const byParts = new Map<string, Form & { readonly paths: string[] }>();
  for (const format of formats) {
    const [, , , region = "", account = "", ...rest] = format.split(":");
    const parts = `${region !== ""} ${account !== ""}`;
    const form = byParts.get(parts) ?? { region: region !== "", account: account !== "", paths: [] };
    form.paths.push(withoutVariables(rest.join(":")));
    byParts.set(parts, form);
  }
  forms = [...byParts.values()];
  known.set(formats, forms);
  return forms;
}

function checkArn(value: string, start: number, catalog: Catalog, say: Say): void {
  const [, , service = "", region = "", account = "", ...rest] = withoutVariables(value).split(":");
  const vendor = lowerAscii(service);
  if (vendor === "" || hasWildcard(vendor)) return;
  const formats = catalog.arnFormats(vendor);
  if (formats.length === 0) {
    if (catalog.service(vendor) === undefined) say("INVALID_SERVICE", start, { service });
    return;
  }
  // An ARN that ends early with a star stands for any rest.
  if (rest.length === 0) return;
  const path = rest.join(":");
  if (BEYOND_REFERENCE.some((each) => overlaps(each, `${vendor}:${path}`))) return;
  const fitting = formsOf(formats).filter((form) => form.paths.some((each) => overlaps(each, path)));
  if (fitting.length === 0) {
    say("INVALID_ARN_RESOURCE", start);
    return;
  }
  const all = (part: "region" | "account", there: boolean) => fitting.every((form) => form[part] === there);
  if (region !== "" && region !== "*" && all("region", false))
    say("ARN_REGION_NOT_ALLOWED", start, { service });
  if (region === "" && all("region", true)) say("MISSING_ARN_REGION", start, { service });
  if (account !== "" && account !== "*" && all("account", false))
    say("ARN_ACCOUNT_NOT_ALLOWED", start, { service });
  if (account === "" && !PUBLIC_VENDORS.has(vendor) && all("account", true))
    say("MISSING_ARN_ACCOUNT", start, { resourceName: path });
}
