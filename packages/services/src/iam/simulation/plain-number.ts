import { readsAs } from "@portcullis/policy";

/** Digits that an exponent may make; a number beyond is one, and equal to nothing that a policy can say. */
const MOST_ZEROS = 400;

/**
 * A number without a plus sign and without an exponent, as conditions read it: `+1.5e2` is 150. AWS takes both in a
 * simulation. undefined: it is no number.
 */
export function plainNumber(text: string): string | undefined {
  const unsigned = text.startsWith("+") ? text.slice(1) : text;
  if (text.startsWith("+-")) return undefined;
  const at = unsigned.search(/e/i);
  if (at < 0) return readsAs("numeric", unsigned) ? unsigned : undefined;
  const mantissa = unsigned.slice(0, at);
  const exponent = unsigned.slice(at + 1).replace(/^\+/, "");
  if (!readsAs("numeric", mantissa) || !readsAs("numeric", exponent) || exponent.includes("."))
    return undefined;
  const places = Number(exponent);
  return Math.abs(places) > MOST_ZEROS ? text : moved(mantissa, places);
}

/** The decimal point of a number, moved to the right. */
function moved(mantissa: string, places: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.slice(sign.length).split(".");
  const digits = "0".repeat(Math.max(0, -places)) + whole + fraction + "0".repeat(Math.max(0, places));
  const point = Math.max(0, -places) + whole.length + places;
  const decimals = digits.slice(point);
  return `${sign}${digits.slice(0, point)}${decimals === "" ? "" : `.${decimals}`}`;
}
