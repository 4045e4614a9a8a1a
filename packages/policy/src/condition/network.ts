import { hexDigit } from "../text/json-reader.ts";

/** An address as 16-bit groups: two for IPv4, eight for IPv6. */
export type Address = readonly number[];

export interface Network {
  readonly address: Address;
  /** Leading bits that count. */
  readonly prefix: number;
}

/** `a.b.c.d` in decimal without leading zeros (which some readers take for octal), or IPv6 without a zone. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(":") ? parseSix(text) : parseFour(text);
}

/** An address, or CIDR. Without a prefix the whole address counts; bits beyond the prefix are ignored. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = address.length * 16;
  if (slash < 0) return { address, prefix: bits };
  const prefix = parseSmall(text, slash + 1, text.length, bits);
  return prefix < 0 ? undefined : { address, prefix };
}

/** An IPv4 address is in no IPv6 network and the other way round, mapped addresses included. */
export function contains({ address, prefix }: Network, candidate: Address): boolean {
  if (candidate.length !== address.length) return false;
  for (let group = 0, left = prefix; left > 0; group++, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff;
    if ((address[group]! & mask) !== (candidate[group]! & mask)) return false;
  }
  return true;
}

/** Decimal digits without a leading zero, up to `most`; −1 for anything else. */
function parseSmall(text: string, from: number, to: number, most: number): number {
  if (to === from || to - from > 3 || (to > from + 1 && text.charCodeAt(from) === 0x30)) return -1;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= most ? value : -1;
}

function parseFour(text: string): Address | undefined {
  const bytes: number[] = [];
  for (let from = 0; from <= text.length; ) {
    const dot = text.indexOf(".", from);
    const to = dot < 0 ? text.length : dot;
    const byte = parseSmall(text, from, to, 255);
    if (byte < 0 || bytes.length === 4) return undefined;
    bytes.push(byte);
    from = to + 1;
  }
  if (bytes.length !== 4) return undefined;
  return [bytes[0]! * 256 + bytes[1]!, bytes[2]! * 256 + bytes[3]!];
}

const LONGEST_SIX = 45;

function parseSix(text: string): Address | undefined {
  if (text.length > LONGEST_SIX) return undefined;
  const gap = text.indexOf("::");
  if (gap < 0) {
    const all = parseGroups(text, true);
    return all?.length === 8 ? all : undefined;
  }
  if (text.indexOf("::", gap + 1) >= 0) return undefined;
  const before = parseGroups(text.slice(0, gap), false);
  const after = parseGroups(text.slice(gap + 2), true);
  // `::` stands for at least one group.
  if (before === undefined || after === undefined || before.length + after.length > 7) return undefined;
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** `tail`: the last group may be an IPv4 address. */
function parseGroups(text: string, tail: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (tail && index === parts.length - 1 && part.includes(".")) {
      const four = parseFour(part);
      if (four === undefined) return undefined;
      groups.push(...four);
      continue;
    }
    if (part.length === 0 || part.length > 4) return undefined;
    let group = 0;
    for (let i = 0; i < part.length; i++) {
      const digit = hexDigit(part.charCodeAt(i));
      if (digit < 0) return undefined;
      group = group * 16 + digit;
    }
    groups.push(group);
  }
  return groups;
}
