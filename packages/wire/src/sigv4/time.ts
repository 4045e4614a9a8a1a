function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (daysOfMonth[month - 1] ?? 0);
}

/** Milliseconds of a time in ISO 8601's basic form, `YYYYMMDDTHHMMSSZ`; undefined if it is none or does not exist. */
export function parseBasicTime(text: string): number | undefined {
  if (text.length !== 16 || text.charAt(8) !== "T" || text.charAt(15) !== "Z") return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 4, 6);
  const day = digits(text, 6, 8);
  const hour = digits(text, 9, 11);
  const minute = digits(text, 11, 13);
  const second = digits(text, 13, 15);
  // What is no number fails each comparison. Date.UTC reads years below 100 as 19xx, so early ones are left out.
  const exists =
    year >= 1000 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60;
  return exists ? Date.UTC(year, month - 1, day, hour, minute, second) : undefined;
}

/** `YYYYMMDDTHHMMSSZ` of milliseconds since 1970. */
export function formatBasicTime(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}
