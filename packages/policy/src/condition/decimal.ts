/** An exact decimal: no leading zeros in `whole`, no trailing zeros in `fraction`, zero is never negative. */
export interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/** Reads `-12.50`; undefined for anything else (exponents, thousands separators, signs other than one minus). */
export function parseDecimal(text: string): Decimal | undefined {
  const minus = text[0] === "-";
  const dot = text.indexOf(".");
  const wholeEnd = dot < 0 ? text.length : dot;
  const wholeStart = minus ? 1 : 0;
  if (!areDigits(text, wholeStart, wholeEnd)) return undefined;
  if (dot >= 0 && !areDigits(text, dot + 1, text.length)) return undefined;
  let first = wholeStart;
  while (first < wholeEnd && text[first] === "0") first++;
  let last = text.length;
  if (dot >= 0) while (last > dot + 1 && text[last - 1] === "0") last--;
  const whole = text.slice(first, wholeEnd);
  const fraction = dot < 0 ? "" : text.slice(dot + 1, last);
  return { negative: minus && (whole !== "" || fraction !== ""), whole, fraction };
}

/** At least one digit, and nothing else. */
export function areDigits(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return to > from;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size = compareSizes(a, b);
  return a.negative ? -size : size;
}

function compareSizes(a: Decimal, b: Decimal): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  // Without trailing zeros the order of fractions is the order of their text.
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
}
