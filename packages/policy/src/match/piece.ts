/** A literal between two stars. */
export interface Piece {
  readonly text: string;
  /** Longest proper border of every prefix, for the search of Knuth, Morris and Pratt; absent for short pieces. */
  readonly borders: Int32Array | undefined;
}

/** Up to here the built-in search is quicker, and its worst case is this many comparisons a character. */
const SHORT = 32;

export function pieceOf(text: string): Piece {
  if (text.length <= SHORT) return { text, borders: undefined };
  const borders = new Int32Array(text.length);
  for (let i = 1, border = 0; i < text.length; i++) {
    while (border > 0 && text.charCodeAt(i) !== text.charCodeAt(border)) border = borders[border - 1]!;
    if (text.charCodeAt(i) === text.charCodeAt(border)) border++;
    borders[i] = border;
  }
  return { text, borders };
}

/** First place in [from, to) where the piece stands whole; −1 for none. */
export function findPiece({ text: piece, borders }: Piece, text: string, from: number, to: number): number {
  if (borders === undefined) {
    const found = text.indexOf(piece, from);
    return found >= 0 && found + piece.length <= to ? found : -1;
  }
  for (let i = from, matched = 0; i < to; i++) {
    const code = text.charCodeAt(i);
    while (matched > 0 && piece.charCodeAt(matched) !== code) matched = borders[matched - 1]!;
    if (piece.charCodeAt(matched) === code) matched++;
    if (matched === piece.length) return i - matched + 1;
  }
  return -1;
}
