import type { Catalog } from "../catalog.ts";
import { consistsOf, DIGITS, LOWER } from "../characters.ts";
import { hasWildcard, type StatementRule } from "../rule.ts";

const suffixes: readonly string[] = [
  ".amazonaws.com",
  ".amazonaws.com.cn",
  ".amazonaws.eu",
  ".amazon.com",
  ".aws.internal",
  ".c2s.ic.gov",
  ".sc2s.sgov.gov",
];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services */
export const servicePrincipalFormat: StatementRule = ({ principal }, { catalog }, say) => {
  for (const { key, value } of principal?.entries ?? []) {
    if (key !== "Service" || hasWildcard(value.value) || isServicePrincipal(value.value, catalog)) continue;
    say("INVALID_SERVICE_PRINCIPAL_FORMAT", value.start, { expectedFormat: "service-name.amazonaws.com" });
  }
};

function isServicePrincipal(value: string, catalog: Catalog | undefined): boolean {
  if (!consistsOf(value, `${LOWER}${DIGITS}.-`)) return false;
  const [name = "", ...domain] = value.split(".");
  if (name === "" || domain.length === 0) return false;
  // The installation's own services have names under a domain of their own.
  return suffixes.some((suffix) => value.endsWith(suffix)) || catalog?.service(name) !== undefined;
}
