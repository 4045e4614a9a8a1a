import { type Automaton, compileAutomaton, findByAutomaton } from "./automaton.ts";
import { ANY, type PlainToken } from "./tokens.ts";

/** What stands between two stars and has to be looked for; it begins and ends with a literal. */
export interface Piece {
  readonly length: number;
  /** Undefined where a `?` is among the literals: the automaton finds it. */
  readonly text: string | undefined;
  /** Longest proper border of every prefix, for the search of Knuth, Morris and Pratt; absent for short pieces. */
  readonly borders: Int32Array | undefined;
  readonly automaton: Automaton | undefined;
}

/** Up to here the built-in search is quicker, and its worst case is this many comparisons a character. */
const SHORT = 32;

export function pieceOf(tokens: readonly PlainToken[]): Piece {
  if (tokens.includes(ANY)) {
    const automaton = compileAutomaton(tokens);
    return { length: automaton.places, text: undefined, borders: undefined, automaton };
  }
  const text = tokens.join("");
  const borders = text.length > SHORT ? bordersOf(text) : undefined;
  return { length: text.length, text, borders, automaton: undefined };
}

function bordersOf(text: string): Int32Array {
  const borders = new Int32Array(text.length);
  for (let i = 1, border = 0; i < text.length; i++) {
    while (border > 0 && text.charCodeAt(i) !== text.charCodeAt(border)) border = borders[border - 1]!;
    if (text.charCodeAt(i) === text.charCodeAt(border)) border++;
    borders[i] = border;
  }
  return borders;
}

/** First place in [from, to) where the piece stands whole; −1 for none. */
export function findPiece(piece: Piece, text: string, from: number, to: number): number {
  if (piece.automaton !== undefined) return findByAutomaton(piece.automaton, text, from, to);
  const wanted = piece.text!;
  const { borders } = piece;
  if (borders === undefined) {
    const found = text.indexOf(wanted, from);
    return found >= 0 && found + wanted.length <= to ? found : -1;
  }
  for (let i = from, matched = 0; i < to; i++) {
    const code = text.charCodeAt(i);
    while (matched > 0 && wanted.charCodeAt(matched) !== code) matched = borders[matched - 1]!;
    if (wanted.charCodeAt(matched) === code) matched++;
    if (matched === wanted.length) return i - matched + 1;
  }
  return -1;
}
