import type { Decimal } from "../condition/decimal.ts";
import type { Instant } from "../condition/instant.ts";
import type { Network } from "../condition/network.ts";

// One value for each stretch between, at, below and above the values that policies compare with.

/** Numbers: each, a little more of each away from zero, and what lies around zero. */
export function numbersAround(numbers: readonly Decimal[]): readonly string[] {
  const digits = Math.max(0, ...numbers.map(({ fraction }) => fraction.length));
  const written = ({ negative, whole, fraction }: Decimal, more: string) =>
    `${negative ? "-" : ""}${whole === "" ? "0" : whole}.${fraction.padEnd(digits, "0")}${more}`;
  const tiny = `0.${"0".repeat(digits)}1`;
  return [
    ...numbers.flatMap((each) => [written(each, "0"), written(each, "1")]),
    "0",
    tiny,
    `-${tiny}`,
    "no number",
  ];
}

/** The last second that has a form with decimals: the end of the year 9999. */
const LAST_WRITTEN = 253_402_300_799;

/** Instants: each, a little later, and the seconds around it. */
export function instantsAround(instants: readonly Instant[]): readonly string[] {
  const digits = Math.max(0, ...instants.map(({ fraction }) => fraction.length));
  const written = (seconds: number, fraction: string) => {
    if (seconds > LAST_WRITTEN) return String(seconds);
    const iso = new Date(seconds * 1000).toISOString();
    return `${iso.slice(0, iso.indexOf("."))}.${fraction.padEnd(digits + 1, "0")}Z`;
  };
  return [
    ...instants.flatMap(({ seconds, fraction }) => [
      written(seconds - 1, ""),
      written(seconds, ""),
      written(seconds, `${"0".repeat(digits)}1`),
      written(seconds, fraction),
      written(seconds, `${fraction.padEnd(digits, "0")}1`),
      written(seconds + 1, ""),
    ]),
    "no date",
  ];
}

/** Addresses: where each network begins, what follows its end, and the first address of each family. */
export function addressesAround(networks: readonly Network[]): readonly string[] {
  const found = ["0.0.0.0", "::", "no address"];
  for (const { address, prefix } of networks) {
    const bits = typeof address === "number" ? 32n : 128n;
    const value = typeof address === "number" ? BigInt(address) : bitsOf(address);
    const size = 1n << (bits - BigInt(prefix));
    const first = (value / size) * size;
    for (const each of [first, first + size])
      if (each < 1n << bits) found.push(bits === 32n ? writtenFour(each) : writtenSix(each));
  }
  return found;
}

function bitsOf(groups: readonly number[]): bigint {
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

function writtenFour(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

function writtenSix(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => (value >> BigInt(112 - 16 * at)) & 0xffffn);
  return groups.map((group) => group.toString(16)).join(":");
}

/** Byte texts: those named, another that is longer than all, and what is no base-64. */
export function bytesAround(texts: readonly string[]): readonly string[] {
  const longest = Math.max(0, ...texts.map((text) => text.length));
  return [...texts, "AAAA".repeat(longest / 4 + 1), "no base-64"];
}
