import type { Failure } from "../../framework/api.ts";

/** What a provider is called by, apart from the scheme: the bytes that were submitted. */
export interface IssuerUrl {
  /** Host and path. */
  readonly url: string;
  /** The same for every spelling of the host; a path keeps its case. */
  readonly id: string;
}

const SCHEME = "https://";
const hostCharacters = new Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");
/** Of RFC 3986 in a path, without the star, which means something in the policies that name the provider's ARN. */
const pathCharacters = new Set([...hostCharacters, ..."_~!$&'()+,;=:@%/"]);

/**
 * The URL of a provider: https, a host and perhaps a path; no port, user, query or fragment. Nothing in it is decoded or
 * folded: it is compared with the `iss` of tokens as it stands, and a slash at its end makes it another one.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export function readIssuerUrl(text: string): IssuerUrl | Failure {
  const colon = text.indexOf("://");
  if (colon <= 0 || colon + 3 === text.length) {
    return { code: "ValidationError", message: "Invalid Open ID Connect Provider URL" };
  }
  if (!text.startsWith(SCHEME)) {
    return {
      code: "InvalidInput",
      message: "Invalid Open ID Connect Provider URL. The URL must begin with https://.",
    };
  }
  const url = text.slice(SCHEME.length);
  const slash = url.indexOf("/");
  const host = slash === -1 ? url : url.slice(0, slash);
  const path = slash === -1 ? "" : url.slice(slash);
  if (!isHost(host) || !isPath(path)) {
    return { code: "InvalidInput", message: "Invalid Open ID Connect Provider URL." };
  }
  return { url, id: host.toLowerCase() + path };
}

/** Of a provider that is made: the port that https has anyway is taken, and left out, as AWS was seen to. */
export const readNewIssuerUrl = (text: string): IssuerUrl | Failure =>
  readIssuerUrl(text.replace(/^(https:\/\/[^/:]+):443(?=\/|$)/, "$1"));

/** Labels of letters, digits and hyphens; an address of IPv4 is such a text too. */
function isHost(host: string): boolean {
  return host
    .split(".")
    .every(
      (label) =>
        label !== "" &&
        !label.startsWith("-") &&
        !label.endsWith("-") &&
        [...label].every((each) => hostCharacters.has(each)),
    );
}

/** Without `.` and `..`, which a client that fetches from it would take away. */
function isPath(path: string): boolean {
  if (![...path].every((each) => pathCharacters.has(each))) return false;
  return !path.split("/").some((segment) => segment === "." || segment === "..");
}
