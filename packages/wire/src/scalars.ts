const integer = /^[+-]?[0-9]{1,19}$/;
const decimal = /^[+-]?(?:[0-9]{1,32}(?:\.[0-9]{0,32})?|\.[0-9]{1,32})(?:[eE][+-]?[0-9]{1,3})?$/;
const instant =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;

const int32 = 2 ** 31;
/** The last millisecond that a Date holds. */
const lastInstant = 8.64e15;

/** Whether a number is a value of an `integer` (32 bits) or a `long` (here: what a double holds exactly). */
export function isWhole(type: "integer" | "long", value: number): boolean {
  return type === "integer"
    ? Number.isInteger(value) && value >= -int32 && value < int32
    : Number.isSafeInteger(value);
}

/** A whole number as Java reads it: a sign and leading zeros are fine, a fraction is not. */
export function parseWhole(type: "integer" | "long", text: string): number | undefined {
  if (!integer.test(text)) return undefined;
  const value = Number(text);
  // `-0` is zero.
  return isWhole(type, value) ? value + 0 : undefined;
}

export function parseDecimal(text: string): number | undefined {
  if (!decimal.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Exactly as AWS was seen to read it: in small letters, or as a digit. */
export function parseBoolean(text: string): boolean | undefined {
  switch (text) {
    case "true":
    case "1":
      return true;
    case "false":
    case "0":
      return false;
    default:
      return undefined;
  }
}

/** Epoch milliseconds of an ISO 8601 instant with zone. */
export function parseInstant(text: string): number | undefined {
  if (!instant.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Epoch milliseconds of epoch seconds. */
export function instantOfSeconds(seconds: number): number | undefined {
  const time = Math.round(seconds * 1000);
  return Math.abs(time) <= lastInstant ? time + 0 : undefined;
}

/** ISO 8601 in whole seconds, as the query services write it: `2026-11-22T06:54:00Z`. */
export function formatInstant(time: number): string {
  const second = Math.floor(time / 1000);
  const day = Math.floor(second / 86_400);
  if (day !== lastDay) {
    lastDayText = new Date(day * 86_400_000).toISOString().slice(0, -13);
    lastDay = day;
  }
  const rest = second - day * 86_400;
  const minute = Math.floor(rest / 60);
  return `${lastDayText}${twoDigits[Math.floor(minute / 60)]}:${twoDigits[minute % 60]}:${twoDigits[rest % 60]}Z`;
}

// An answer tells many instants and few days, and making a date costs more than all else in writing one.
let lastDay = Number.NaN;
let lastDayText = "";
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
