import { isIPv4, isIPv6 } from "node:net";

/** What is no address. */
export const NO_NETWORK = "unknown";

/**
 * The network that an address is counted under: /24 of IPv4, /48 of IPv6, which is what one customer usually holds.
 * @param address in the form of `foldAddress`
 */
export function sourceNetwork(address: string): string {
  if (isIPv4(address)) return `${address.slice(0, address.lastIndexOf("."))}.0/24`;
  if (!isIPv6(address)) return NO_NETWORK;
  const gap = address.indexOf("::");
  const leading = (gap === -1 ? address : address.slice(0, gap)).split(":").filter((part) => part !== "");
  // What stands after the gap reaches into the first three groups only where the gap is short.
  const trailing =
    gap === -1
      ? []
      : address
          .slice(gap + 2)
          .split(":")
          .filter((part) => part !== "");
  const width = trailing.length + (trailing.at(-1)?.includes(".") ? 1 : 0);
  const groups = [
    ...leading,
    ...new Array<string>(Math.max(0, 8 - leading.length - width)).fill("0"),
    ...trailing,
  ];
  const prefix = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(":")}::/48`;
}
