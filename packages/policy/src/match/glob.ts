import { findPiece, type Piece, pieceOf } from "./piece.ts";
import { type Segment, segmentOf, standsAt } from "./segment.ts";
import { ANY, type PlainToken, STAR } from "./tokens.ts";

/**
 * A pattern ready to be matched against a whole text or a range of it. Matching is linear: head and tail have their
 * places, and the pieces between stars are found one after another and never looked for twice.
 */
export type Glob =
  | { readonly kind: "everything" }
  | { readonly kind: "exact"; readonly text: string }
  | { readonly kind: "prefix"; readonly text: string }
  /** `?` and no star. */
  | { readonly kind: "shape"; readonly shape: Segment }
  | {
      readonly kind: "pieces";
      readonly head: Segment;
      readonly tail: Segment;
      readonly inner: Inner;
    };

/** What lies between the first star and the last. */
export interface Inner {
  /** Each with the least number of characters that lie before it. */
  readonly pieces: readonly { readonly gap: number; readonly piece: Piece }[];
  readonly lastGap: number;
}

const everything: Glob = { kind: "everything" };

/** `*` is any number of characters, `?` exactly one (a UTF-16 unit); neither minds `/` or `:`. */
export function compileGlob(tokens: readonly PlainToken[]): Glob {
  const [only] = tokens;
  // What most patterns are.
  if (typeof only === "string" && tokens.length === 2 && tokens[1] === STAR && only !== "")
    return { kind: "prefix", text: only };
  const runs = splitAtStars(tokens);
  const first = segmentOf(runs[0]!);
  const literal = first.literals[0]?.text ?? "";
  if (runs.length === 1)
    return first.length === literal.length
      ? { kind: "exact", text: literal }
      : { kind: "shape", shape: first };
  const tail = segmentOf(runs.at(-1)!);
  const inner = innerOf(runs.slice(1, -1));
  if (
    inner.pieces.length === 0 &&
    inner.lastGap === 0 &&
    tail.length === 0 &&
    first.length === literal.length
  )
    return literal === "" ? everything : { kind: "prefix", text: literal };
  return { kind: "pieces", head: first, tail, inner };
}

/** The tokens between stars; several stars in a row are one. */
export function splitAtStars<T extends PlainToken | object>(
  tokens: readonly (T | PlainToken)[],
): readonly (readonly (T | PlainToken)[])[] {
  const runs: (T | PlainToken)[][] = [[]];
  for (const token of tokens) token === STAR ? runs.push([]) : runs.at(-1)!.push(token);
  return runs;
}

/** Runs of tokens without stars, as they stand between the first star and the last. */
export function innerOf(runs: readonly (readonly PlainToken[])[]): Inner {
  const pieces: { gap: number; piece: Piece }[] = [];
  let gap = 0;
  for (const run of runs) {
    const start = run.findIndex((token) => token !== ANY);
    if (start < 0) {
      gap += run.length;
      continue;
    }
    const end = run.findLastIndex((token) => token !== ANY) + 1;
    pieces.push({ gap: gap + start, piece: pieceOf(run.slice(start, end)) });
    gap = run.length - end;
  }
  return { pieces, lastGap: gap };
}

/** The literal that every match begins with. */
export function headOf(glob: Glob): string {
  switch (glob.kind) {
    case "everything":
      return "";
    case "exact":
    case "prefix":
      return glob.text;
    case "shape":
      return literalStart(glob.shape);
    case "pieces":
      return literalStart(glob.head);
  }
}

function literalStart({ literals: [first] }: Segment): string {
  return first?.at === 0 ? first.text : "";
}

export function globMatches(glob: Glob, text: string, from = 0, to = text.length): boolean {
  switch (glob.kind) {
    case "everything":
      return true;
    case "exact":
      return glob.text.length === to - from && text.startsWith(glob.text, from);
    case "prefix":
      return glob.text.length <= to - from && text.startsWith(glob.text, from);
    case "shape":
      return glob.shape.length === to - from && standsAt(glob.shape, text, from);
    case "pieces": {
      const { head, tail } = glob;
      const at = from + head.length;
      const limit = to - tail.length;
      if (at > limit || !standsAt(head, text, from) || !standsAt(tail, text, limit)) return false;
      return innerFits(glob.inner, text, at, limit);
    }
  }
}

export function innerFits({ pieces, lastGap }: Inner, text: string, from: number, to: number): boolean {
  let at = from;
  for (let i = 0; i < pieces.length; i++) {
    const { gap, piece } = pieces[i]!;
    const found = findPiece(piece, text, at + gap, to);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at + lastGap <= to;
}
