import { isIP, isIPv4, isIPv6 } from "node:net";
import { addressSet, foldAddress, isLoopback, type Network } from "../config/networks.ts";

/** The names and addresses by which a server may be addressed. */
export interface HostRules {
  /** `localhost` and what was given, addresses included: the most common texts need no reading. */
  readonly names: ReadonlySet<string>;
  /** Addresses are compared as addresses where the text is another. */
  readonly addresses: { has(address: string): boolean };
  /** What was found good last: one client after the other writes the same. */
  readonly last: { header: string | undefined; localAddress: string | undefined };
}

/** @param names host names and IP addresses, in lower case: bound addresses and configured names */
export function hostRules(names: readonly string[]): HostRules {
  const networks: Network[] = [];
  const spelled = new Set(["localhost", "127.0.0.1", "[::1]"]);
  for (const name of names) {
    const address = foldAddress(name);
    const family = isIP(address);
    // What is listened on without being an address: pages of browsers reach local servers by it.
    if (address === "0.0.0.0" || address === "::") continue;
    spelled.add(family === 6 ? `[${address}]` : address);
    if (family !== 0)
      networks.push({ address, prefix: family === 4 ? 32 : 128, family: family === 4 ? "ipv4" : "ipv6" });
  }
  return {
    names: spelled,
    addresses: addressSet(networks),
    last: { header: undefined, localAddress: undefined },
  };
}

// RFC 9110, section 7.2: uri-host [":" port]. A port is not compared: it differs behind a published port.
const hostHeader = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?$/;

/**
 * Whether a Host header names this server. A page that made its own name point at this machine (DNS rebinding)
 * carries that name here and is refused; an address was never looked up, so it must only be one of ours.
 *
 * @param header the header's value; undefined when the request has none
 * @param localAddress the address of this side of the connection, an address of this server whatever it listens on
 */
export function hostAllowed(
  header: string | undefined,
  rules: HostRules,
  localAddress?: string | undefined,
): boolean {
  if (header === undefined || header.length > 260) return false;
  const { last } = rules;
  if (header === last.header && localAddress === last.localAddress) return true;
  if (!namesServer(header, rules, localAddress)) return false;
  last.header = header;
  last.localAddress = localAddress;
  return true;
}

function namesServer(header: string, rules: HostRules, localAddress: string | undefined): boolean {
  const match = hostHeader.exec(header);
  if (match === null) return false;
  const [, bracketed, plain = ""] = match;
  if (rules.names.has(bracketed === undefined ? plain.toLowerCase() : `[${bracketed}]`)) return true;
  if (bracketed === undefined && !isIPv4(plain)) return false;
  if (bracketed !== undefined && !isIPv6(bracketed)) return false;
  const address = foldAddress(bracketed ?? plain);
  return (
    isLoopback(address) ||
    rules.addresses.has(address) ||
    (localAddress !== undefined && address === foldAddress(localAddress))
  );
}
