/** How the oracle reads the values of conditions, each kind as its operators compare it, and nothing else. */
import { BlockList, isIP } from "node:net";

/** "policy" and "request": which side cannot be read. */
export type Compared = boolean | "policy" | "request";

export const decimal = (s: string): bigint | undefined => {
  const m = /^(-?)(\d+)(?:\.(\d+))?$/.exec(s);
  if (!m) return undefined;
  const scaled = BigInt(m[2]! + (m[3] ?? "").padEnd(80, "0"));
  return m[1] ? -scaled : scaled;
};

export const instant = (s: string): bigint | undefined => {
  if (/^\d{1,15}$/.test(s)) return BigInt(s) * 10n ** 30n;
  const clock = "([01]\\d|2[0-3]):[0-5]\\d";
  const m = new RegExp(
    `^(\\d{4}-\\d\\d)(?:$|(-\\d\\d)(?:$|T(${clock}(?::[0-5]\\d)?)(?:(?<=:..:..)\\.(\\d+))?(Z|[+-]${clock})$))`,
  ).exec(s);
  if (!m) return undefined;
  const day = m[1] + (m[2] ?? "-01");
  const midnight = new Date(`${day}T00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined;
  const seconds = Date.parse(`${day}T${m[3] ?? "00:00"}${m[6] ?? "Z"}`) / 1000;
  return BigInt(seconds) * 10n ** 30n + BigInt((m[5] ?? "").padEnd(30, "0").slice(0, 30));
};

export const inNetwork = (value: string, wanted: string): Compared => {
  const [, network, prefix] = /^([^/%]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(wanted) ?? [];
  const family = isIP(network ?? "");
  const length = Number(prefix ?? 128);
  if (family === 0 || (prefix !== undefined && length > (family === 4 ? 32 : 128))) return "policy";
  if (isIP(value) === 0 || value.includes("%")) return "request";
  if (isIP(value) !== family) return false;
  const list = new BlockList();
  list.addSubnet(network!, family === 4 ? Math.min(length, 32) : length, `ipv${family as 4 | 6}`);
  return list.check(value, `ipv${family as 4 | 6}`);
};

export const boolean = (s: string) => (/^true$/i.test(s) ? 1n : /^false$/i.test(s) ? 0n : undefined);
export const bytes = (s: string) => {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(s)) return undefined;
  return BigInt(`0x01${[...atob(s)].map((c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("")}`);
};
export const fold = (s: string) =>
  s
    .split("")
    .map((c) => {
      const up = c.toUpperCase().length === 1 ? c.toUpperCase() : c;
      return up.toLowerCase().length === 1 ? up.toLowerCase() : c;
    })
    .join("");

export function ordered(
  read: (s: string) => bigint | undefined,
  name: string,
  value: string,
  wanted: string,
): Compared {
  const a = read(value);
  const b = read(wanted);
  if (b === undefined) return "policy";
  if (a === undefined) return "request";
  if (name.endsWith("lessthan")) return a < b;
  if (name.endsWith("lessthanequals")) return a <= b;
  if (name.endsWith("greaterthan")) return a > b;
  if (name.endsWith("greaterthanequals")) return a >= b;
  return a === b;
}
