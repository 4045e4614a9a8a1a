import { type Automaton, compileAutomaton, runAutomaton } from "./automaton.ts";
import { findPiece, type Piece, pieceOf } from "./piece.ts";
import { ANY, type PlainToken, STAR } from "./tokens.ts";

/**
 * A pattern ready to be matched against a whole text or a range of it. Matching is linear: pieces between stars
 * are found one after another and never looked for twice; a lone `?` takes the automaton.
 */
export type Glob =
  | { readonly kind: "everything" }
  | { readonly kind: "exact"; readonly text: string }
  | { readonly kind: "prefix"; readonly text: string }
  | {
      readonly kind: "pieces";
      readonly head: string;
      readonly tail: string;
      /** Between head and tail, each with the least number of characters that its star stands for. */
      readonly inner: readonly { readonly gap: number; readonly piece: Piece }[];
      readonly lastGap: number;
    }
  | { readonly kind: "automaton"; readonly automaton: Automaton };

const everything: Glob = { kind: "everything" };

/** `*` is any number of characters, `?` exactly one (a UTF-16 unit); neither minds `/` or `:`. */
export function compileGlob(tokens: readonly PlainToken[]): Glob {
  const literals: string[] = [""];
  const gaps: number[] = [];
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!;
    if (typeof token === "string") {
      literals[literals.length - 1] += token;
      i++;
      continue;
    }
    let single = 0;
    let stars = 0;
    for (; tokens[i] === STAR || tokens[i] === ANY; i++) tokens[i] === STAR ? stars++ : single++;
    if (stars === 0) return { kind: "automaton", automaton: compileAutomaton(tokens) };
    gaps.push(single);
    literals.push("");
  }
  const head = literals[0]!;
  if (gaps.length === 0) return { kind: "exact", text: head };
  const tail = literals.at(-1)!;
  if (gaps.length === 1 && gaps[0] === 0 && tail === "")
    return head === "" ? everything : { kind: "prefix", text: head };
  const inner = literals.slice(1, -1).map((text, i) => ({ gap: gaps[i]!, piece: pieceOf(text) }));
  return { kind: "pieces", head, tail, inner, lastGap: gaps.at(-1)! };
}

export function globMatches(glob: Glob, text: string, from = 0, to = text.length): boolean {
  switch (glob.kind) {
    case "everything":
      return true;
    case "exact":
      return glob.text.length === to - from && text.startsWith(glob.text, from);
    case "prefix":
      return glob.text.length <= to - from && text.startsWith(glob.text, from);
    case "automaton":
      return runAutomaton(glob.automaton, text, from, to);
    case "pieces": {
      const { head, tail } = glob;
      const limit = to - tail.length;
      let at = from + head.length;
      if (!text.startsWith(head, from) || !text.startsWith(tail, limit)) return false;
      for (const { gap, piece } of glob.inner) {
        const found = findPiece(piece, text, at + gap, limit);
        if (found < 0) return false;
        at = found + piece.text.length;
      }
      return at + glob.lastGap <= limit;
    }
  }
}
