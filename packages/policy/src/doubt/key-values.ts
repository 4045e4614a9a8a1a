import { decodeBase64 } from "../condition/base64.ts";
import { parseDecimal } from "../condition/decimal.ts";
import { parseInstant } from "../condition/instant.ts";
import { parseNetwork } from "../condition/network.ts";
import type { Comparison } from "../condition/operators.table.ts";
import { addressesAround, bytesAround, instantsAround, numbersAround } from "./other-values.ts";
import { type TextPattern, textClasses } from "./text-classes.ts";

/** What statements in doubt ask of one key. */
export interface Questions {
  /** Texts that it is compared with, by the comparison; text patterns stand apart. */
  readonly values: Map<Exclude<Comparison, TextComparison | "null">, string[]>;
  readonly patterns: TextPattern[];
  /** ForAllValues or ForAnyValue asks for its values as a set. */
  sets: boolean;
  /** Something is asked that cannot be foreseen here: by another unknown key, or of a text that is too long. */
  unforeseen: boolean;
  /** What may still be tried to find out, for all keys together. */
  readonly effort: { left: number };
}

export type TextComparison = "string" | "string-ignore-case" | "string-like" | "arn-like";

/** What a key can be; `all`: whatever it is, the answers are those to one of these. */
export interface KeyValues {
  readonly completions: readonly (readonly string[] | undefined)[];
  readonly all: boolean;
}

/** More kinds of values than these are not combined to lists. */
const MOST_COMBINED = 5;

export function keyValues({ values, patterns, sets, unforeseen }: Questions): KeyValues {
  const texts = new Set<string>();
  const classes = textClasses(patterns);
  for (const text of classes ?? [""]) texts.add(text);
  for (const [comparison, compared] of values)
    for (const text of around(comparison, compared)) texts.add(text);
  const kinds = values.size + (patterns.length > 0 ? 1 : 0);
  const single = [...texts];
  const combined = !sets || single.length <= MOST_COMBINED;
  return {
    completions: [
      undefined,
      [],
      ...single.map((text) => [text]),
      ...(sets && combined ? lists(single) : [["", ""]]),
    ],
    // What is told apart as a number is not told apart as a text.
    all: !unforeseen && classes !== undefined && combined && kinds <= 1,
  };
}

/** Every set of texts as a list of two or more. */
function lists(texts: readonly string[]): readonly (readonly string[])[] {
  let subsets: (readonly string[])[] = [[]];
  for (const text of texts) subsets = subsets.flatMap((subset) => [subset, [...subset, text]]);
  return subsets
    .filter(({ length }) => length > 0)
    .map((subset) => (subset.length === 1 ? [...subset, ...subset] : subset));
}

function around(
  comparison: Exclude<Comparison, TextComparison | "null">,
  texts: readonly string[],
): readonly string[] {
  const read = <T>(parse: (text: string) => T | undefined): T[] =>
    texts.map(parse).filter((each) => each !== undefined);
  switch (comparison) {
    case "numeric":
      return numbersAround(read(parseDecimal));
    case "date":
      return instantsAround(read(parseInstant));
    case "ip":
      return addressesAround(read(parseNetwork));
    case "binary":
      return bytesAround(texts.filter((text) => decodeBase64(text) !== undefined));
    case "bool":
      return ["true", "false", "neither"];
  }
}
