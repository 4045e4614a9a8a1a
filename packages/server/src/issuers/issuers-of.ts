import { isLoopback } from "../config/networks.ts";

/** The segment below the base path under which issuers are served. */
export const ISSUERS = "issuers";

/**
 * URL below which others find the keys of issuers. They trust what they are told there, so that it is HTTPS; or HTTP on
 * loopback, where nobody is in between. undefined: nobody could rely on it.
 * @param url of this server as its clients see it; without a path of its own it is the base path that is seen
 */
export function issuersOf(url: string | undefined, basePath: string): string | undefined {
  if (url === undefined || url === "") return undefined;
  const { protocol, hostname, pathname, origin } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol !== "https:" && host !== "localhost" && !isLoopback(host)) return undefined;
  return `${origin}${pathname === "/" ? basePath : pathname}/${ISSUERS}`;
}
