import { BlockList, isIPv4, isIPv6 } from "node:net";

/** A network in CIDR form; a single address is its own /32 or /128. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

export interface AddressSet {
  /** Whether the address (folded by `foldAddress`) lies in one of the networks. What is no address is in none. */
  has(address: string): boolean;
}

const dotted = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/;
const hexadecimal = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * Gives an address its one form: no zone, IPv6 in its shortest spelling (RFC 5952), and IPv4 written inside IPv6
 * (`::ffff:192.0.2.1`) as IPv4, so that a rule about an IPv4 network cannot be passed by another spelling or over a
 * dual-stack socket. What is no address comes back as it is.
 */
export function foldAddress(address: string): string {
  if (!address.includes(":")) return address;
  const inner = dotted.exec(address)?.[1];
  if (inner !== undefined && isIPv4(inner)) return inner;
  const bare = address.split("%", 1)[0] ?? "";
  if (!isIPv6(bare)) return address;
  const short = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const halves = hexadecimal.exec(short);
  if (halves === null) return short;
  const high = Number.parseInt(halves[1] ?? "", 16);
  const low = Number.parseInt(halves[2] ?? "", 16);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a single address; undefined when it is none of these or is a /0. */
export function parseNetwork(text: string): Network | undefined {
  const [address = "", prefixText, ...rest] = text.split("/");
  if (rest.length > 0) return undefined;
  const family = isIPv4(address) ? "ipv4" : isIPv6(address) && !address.includes("%") ? "ipv6" : undefined;
  if (family === undefined) return undefined;
  // IPv4 inside IPv6 has two lengths for one network, and ::ffff:0:0/96 is another spelling of every address.
  if (family === "ipv6" && isMapped(address)) return undefined;
  const widest = family === "ipv4" ? 32 : 128;
  if (prefixText === undefined) return { address, prefix: widest, family };
  if (!/^[1-9]\d{0,2}$/.test(prefixText)) return undefined;
  const prefix = Number(prefixText);
  return prefix > widest ? undefined : { address, prefix, family };
}

const everyMapped = new BlockList();
everyMapped.addSubnet("::ffff:0:0", 96, "ipv6");

function isMapped(address: string): boolean {
  return everyMapped.check(address, "ipv6");
}

export function addressSet(networks: readonly Network[]): AddressSet {
  if (networks.length === 0) return { has: () => false };
  // One list a family: a wide IPv6 network must not catch IPv4 addresses through their mapped form.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const { address, prefix, family } of networks) lists[family].addSubnet(address, prefix, family);
  return {
    has(address) {
      if (isIPv4(address)) return lists.ipv4.check(address, "ipv4");
      return isIPv6(address) && lists.ipv6.check(address, "ipv6");
    },
  };
}

const loopback = addressSet([
  { address: "127.0.0.0", prefix: 8, family: "ipv4" },
  { address: "::1", prefix: 128, family: "ipv6" },
]);

export function isLoopback(address: string): boolean {
  return loopback.has(foldAddress(address));
}
