import { areDigits } from "./decimal.ts";

/** Whole seconds since 1970-01-01T00:00Z, and the decimals of a second that follow, without trailing zeros. */
export interface Instant {
  readonly seconds: number;
  readonly fraction: string;
}

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareInstants(a: Instant, b: Instant): number {
  if (a.seconds !== b.seconds) return a.seconds - b.seconds;
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
}

/** Seconds of the epoch stay exact numbers up to here. */
const MOST_EPOCH_DIGITS = 15;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * Reads a date of the W3C profile of ISO 8601 (`YYYY-MM`, `YYYY-MM-DD`, `YYYY-MM-DDThh:mmTZD`, `…:ssTZD`,
 * `…:ss.sTZD`; TZD is `Z` or ±hh:mm), or bare digits: seconds of the epoch, so that `2024` is a time in 1970.
 * A date without a time is 00:00 UTC. Undefined for anything else.
 * https://www.w3.org/TR/NOTE-datetime
 */
export function parseInstant(text: string): Instant | undefined {
  if (areDigits(text, 0, text.length))
    return text.length > MOST_EPOCH_DIGITS ? undefined : { seconds: Number(text), fraction: "" };
  if (text[4] !== "-") return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  if (year === undefined || month === undefined || month < 1 || month > 12) return undefined;
  if (text.length === 7) return { seconds: daysFromEpoch(year, month, 1) * DAY, fraction: "" };
  const day = text[7] === "-" ? digits(text, 8, 10) : undefined;
  if (day === undefined || day < 1 || day > daysIn(year, month)) return undefined;
  const midnight = daysFromEpoch(year, month, day) * DAY;
  return text.length === 10 ? { seconds: midnight, fraction: "" } : withTime(text, midnight);
}

function withTime(text: string, midnight: number): Instant | undefined {
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  if (text[10] !== "T" || text[13] !== ":" || hour === undefined || minute === undefined) return undefined;
  if (hour > 23 || minute > 59) return undefined;
  let at = 16;
  let second: number | undefined = 0;
  let fraction = "";
  if (text[at] === ":") {
    second = digits(text, 17, 19);
    at = 19;
    if (text[at] === ".") {
      const start = ++at;
      while (areDigits(text, at, at + 1) && at < text.length) at++;
      if (at === start) return undefined;
      let last = at;
      while (last > start && text[last - 1] === "0") last--;
      fraction = text.slice(start, last);
    }
  }
  const offset = zone(text, at);
  if (second === undefined || second > 59 || offset === undefined) return undefined;
  return { seconds: midnight + hour * HOUR + minute * MINUTE + second - offset, fraction };
}

/** Seconds east of UTC. */
function zone(text: string, at: number): number | undefined {
  if (text[at] === "Z") return text.length === at + 1 ? 0 : undefined;
  const sign = text[at] === "+" ? 1 : text[at] === "-" ? -1 : 0;
  const hour = digits(text, at + 1, at + 3);
  const minute = digits(text, at + 4, at + 6);
  if (sign === 0 || text[at + 3] !== ":" || text.length !== at + 6) return undefined;
  if (hour === undefined || minute === undefined || hour > 23 || minute > 59) return undefined;
  return sign * (hour * HOUR + minute * MINUTE);
}

function digits(text: string, from: number, to: number): number | undefined {
  return text.length >= to && areDigits(text, from, to) ? Number(text.slice(from, to)) : undefined;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01, by counting the days of whole years and months. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  for (let each = 1; each < month; each++) days += daysIn(year, each);
  return days + day - 1 - 719_162;
}
