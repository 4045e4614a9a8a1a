import { hexDigit } from "../text/json-reader.ts";

/** IPv4 as one number, so that reading one makes nothing; IPv6 as eight groups of 16 bits. */
export type Address = number | readonly number[];

export interface Network {
  readonly address: Address;
  /** Leading bits that count. */
  readonly prefix: number;
}

/** `a.b.c.d` in decimal without leading zeros (which some readers take for octal), or IPv6 without a zone. */
export function parseAddress(text: string): Address | undefined {
  if (text.includes(":")) return parseSix(text);
  const four = parseFour(text, 0, text.length);
  return four < 0 ? undefined : four;
}

/** An address, or CIDR. Without a prefix the whole address counts; bits beyond the prefix are ignored. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = typeof address === "number" ? 32 : 128;
  if (slash < 0) return { address, prefix: bits };
  const prefix = parseSmall(text, slash + 1, text.length, bits);
  return prefix < 0 ? undefined : { address, prefix };
}

/** An IPv4 address is in no IPv6 network and the other way round, mapped addresses included. */
export function contains({ address, prefix }: Network, candidate: Address): boolean {
  if (typeof address === "number" || typeof candidate === "number") {
    if (typeof address !== typeof candidate) return false;
    const differing = (address as number) ^ (candidate as number);
    return prefix === 0 || differing >>> (32 - prefix) === 0;
  }
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

/** −1 for anything else than four bytes with dots between them. */
function parseFour(text: string, start: number, end: number): number {
  let value = 0;
  let bytes = 0;
  for (let from = start; from <= end; bytes++) {
    const dot = text.indexOf(".", from);
    const to = dot < 0 ? end : dot;
    const byte = parseSmall(text, from, to, 255);
    if (byte < 0 || bytes === 4) return -1;
    value = value * 256 + byte;
    from = to + 1;
  }
  return bytes === 4 ? value : -1;
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
      const four = parseFour(part, 0, part.length);
      if (four < 0) return undefined;
      groups.push(Math.floor(four / 65_536), four % 65_536);
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
