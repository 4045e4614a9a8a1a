import { decodeBase64 } from "./base64.ts";
import { parseDecimal } from "./decimal.ts";
import { parseInstant } from "./instant.ts";
import { parseAddress } from "./network.ts";

/** The kinds of a context key's value that not every text is of. */
export type ValueKind = "numeric" | "date" | "ip" | "binary";

const readers: Readonly<Record<ValueKind, (text: string) => unknown>> = {
  numeric: parseDecimal,
  date: parseInstant,
  ip: parseAddress,
  binary: decodeBase64,
};

/** Whether conditions can compare a text as a value of this kind. */
export function readsAs(kind: ValueKind, text: string): boolean {
  return readers[kind](text) !== undefined;
}
