import type { PrincipalEntry } from "../../language/tree.ts";
import { lowerAscii } from "../../text/ascii.ts";
import { consistsOf, DIGITS, LOWER } from "../characters.ts";

const OIDC = ":oidc-provider/";

/** What a federated principal is: SAML, OpenID Connect with the host that its claims begin with, or neither. */
export function providerOf({
  key,
  value: { value },
}: PrincipalEntry): { readonly kind: "saml" } | { readonly kind: "oidc"; readonly host: string } | undefined {
  if (key !== "Federated") return undefined;
  if (value.startsWith("arn:")) {
    const [, , service, region, account, ...rest] = value.split(":");
    const resource = rest.join(":");
    if (service !== "iam" || region !== "" || account === "" || account === undefined) return undefined;
    if (resource.startsWith("saml-provider/") && resource.length > "saml-provider/".length)
      return { kind: "saml" };
    const at = value.indexOf(OIDC);
    return at < 0 || value.length === at + OIDC.length
      ? undefined
      : { kind: "oidc", host: value.slice(at + OIDC.length) };
  }
  const isDomain =
    value.includes(".") && !value.startsWith(".") && consistsOf(lowerAscii(value), `${LOWER}${DIGITS}.-`);
  return isDomain ? { kind: "oidc", host: value } : undefined;
}
