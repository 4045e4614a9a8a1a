function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Milliseconds of a time in ISO 8601's basic form, `YYYYMMDDTHHMMSSZ`; undefined if it is none or does not exist. */
export function parseBasicTime(text: string): number | undefined {
  if (text.length !== 16 || text.charAt(8) !== "T" || text.charAt(15) !== "Z") return undefined;
  const day = digits(text, 6, 8);
  const hour = digits(text, 9, 11);
  const minute = digits(text, 11, 13);
  const second = digits(text, 13, 15);
  const year = digits(text, 0, 4);
  // Date.UTC reads years below 100 as 19xx.
  if (!(year >= 1000) || !(hour < 24) || !(minute < 60) || !(second < 60)) return undefined;
  const time = Date.UTC(year, digits(text, 4, 6) - 1, day, hour, minute, second);
  // A day or month that does not exist rolls over into another, and gives another date.
  if (Number.isNaN(time) || formatBasicTime(time).slice(0, 8) !== text.slice(0, 8)) return undefined;
  return time;
}

/** `YYYYMMDDTHHMMSSZ` of milliseconds since 1970. */
export function formatBasicTime(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}
