import type { TrustPolicy } from "@portcullis/directory";
import {
  check,
  type PrincipalEntryText,
  principalEntriesOf,
  sizeWithoutWhitespace,
} from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call, Failed } from "../../framework/call.ts";
import { overQuota } from "../limits.ts";
import { parseProviderArn } from "../provider-arn.ts";
import { resolvePrincipal } from "./trust-principals.ts";

/**
 * A trust policy that may be kept: well-formed, not too long, and with principals that exist. Users and roles are
 * kept as their unique ids, so that one which is deleted and made again does not come back into the trust.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readTrust(
  call: Call<OperationId>,
  text: string,
): { readonly kind: "trust"; readonly trust: TrustPolicy } | Failed {
  const finding = check("trust", text, { partition: call.world.partition })[0];
  if (finding !== undefined) return malformed(finding.message);
  const tooLong = overQuota(call.home, "trustPolicySize", sizeWithoutWhitespace(text));
  if (tooLong !== undefined) return { kind: "failed", failure: tooLong };
  const principalIds: Record<string, string> = {};
  for (const entry of principalEntriesOf("trust", text)) {
    const wrong = wrongForm(entry);
    if (wrong !== undefined) return malformed(wrong);
    if (entry.key !== "AWS") continue;
    const resolved = resolvePrincipal(call, entry.value);
    if (resolved === undefined) return malformed(`Invalid principal in policy: "AWS":"${entry.value}"`);
    if (resolved.id !== undefined) principalIds[entry.value] = resolved.id;
  }
  return { kind: "trust", trust: { text, principalIds } };
}

const malformed = (message: string): Failed => ({
  kind: "failed",
  failure: { code: "MalformedPolicyDocument", message },
});

/** Services and providers are not looked up, but must look like one. */
function wrongForm({ key, value }: PrincipalEntryText): string | undefined {
  if (key === "Service" && !isDomainName(value)) {
    return `Invalid principal in policy: "SERVICE":"${value}"`;
  }
  if (key === "Federated" && !isDomainName(value) && parseProviderArn(value) === undefined) {
    return "Federated principals must be valid domain names or SAML metadata ARNs";
  }
  return undefined;
}

const labelCharacters = new Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

function isDomainName(text: string): boolean {
  const labels = text.split(".");
  if (labels.length < 2) return false;
  return labels.every((label) => label !== "" && [...label].every((each) => labelCharacters.has(each)));
}
