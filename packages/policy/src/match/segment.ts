import { ANY, type PlainToken } from "./tokens.ts";

/** What stands between two stars, or between a star and an end: literals at fixed places, `?` for the rest. */
export interface Segment {
  readonly length: number;
  readonly literals: readonly { readonly at: number; readonly text: string }[];
}

/** Tokens without a star. */
export function segmentOf(tokens: readonly PlainToken[]): Segment {
  const literals: { at: number; text: string }[] = [];
  let length = 0;
  let run = "";
  for (const token of [...tokens, ANY]) {
    if (typeof token === "string") {
      run = run === "" ? token : run + token;
      continue;
    }
    if (run !== "") literals.push({ at: length, text: run });
    length += run.length + 1;
    run = "";
  }
  return { length: length - 1, literals };
}

/** Does it stand at this place of the text? The caller has seen that there is room. */
export function standsAt({ literals }: Segment, text: string, at: number): boolean {
  for (let i = 0; i < literals.length; i++) {
    const literal = literals[i]!;
    if (!text.startsWith(literal.text, at + literal.at)) return false;
  }
  return true;
}
