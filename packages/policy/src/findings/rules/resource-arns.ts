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

interface Format {
  readonly region: string;
  readonly account: string;
  /** The part after the fifth colon, with `*` for its placeholders. */
  readonly path: string;
}

/** Taken apart once for each list that a catalog gives. */
const known = new WeakMap<readonly string[], readonly Format[]>();

function taken(formats: readonly string[]): readonly Format[] {
  let parts = known.get(formats);
  if (parts === undefined) {
    parts = formats.map((format) => {
      const [, , , region = "", account = "", ...rest] = format.split(":");
      return { region, account, path: withoutVariables(rest.join(":")) };
    });
    known.set(formats, parts);
  }
  return parts;
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
  const fitting = taken(formats).filter((format) => overlaps(format.path, path));
  if (fitting.length === 0) {
    say("INVALID_ARN_RESOURCE", start);
    return;
  }
  const every = (part: "region" | "account", empty: boolean) =>
    fitting.every((format) => (format[part] === "") === empty);
  if (region !== "" && region !== "*" && every("region", true))
    say("ARN_REGION_NOT_ALLOWED", start, { service });
  if (region === "" && every("region", false)) say("MISSING_ARN_REGION", start, { service });
  if (account !== "" && account !== "*" && every("account", true))
    say("ARN_ACCOUNT_NOT_ALLOWED", start, { service });
  if (account === "" && !PUBLIC_VENDORS.has(vendor) && every("account", false))
    say("MISSING_ARN_ACCOUNT", start, { resourceName: path });
}
