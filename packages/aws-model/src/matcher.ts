/** Matches whole strings with the automata that are generated from the models' patterns. */

export interface PatternTable {
  /** One symbol (base 36) for each of the 128 ASCII characters. Symbol 0 is in no class of the pattern. */
  readonly ascii: string;
  /** From which code point on which symbol holds, without and with one of `properties`; sorted, first is 128. */
  readonly above: readonly (readonly [from: number, plain: number, withProperty: number])[];
  /** Unicode general categories that count, e.g. "LNZ"; kept by name, as Unicode grows. */
  readonly properties: string;
  /** `next[state][symbol]`. State 0 is dead, state 1 the start. */
  readonly next: readonly (readonly number[])[];
  readonly accepting: readonly number[];
}

/**
 * A test for the whole string. INVARIANT: at most one table look-up a code point, so that no text, however
 * long, takes more than linear time.
 */
export function matcher(table: PatternTable): (value: string) => boolean {
  let run: ((value: string) => boolean) | undefined;
  return (value) => {
    run ??= prepare(table);
    return run(value);
  };
}

function prepare({ ascii, above, properties, next, accepting }: PatternTable): (value: string) => boolean {
  const width = next[0]!.length;
  const steps = Uint16Array.from(next.flat());
  const symbols = Uint8Array.from(ascii, (symbol) => Number.parseInt(symbol, 36));
  const accepts = new Set(accepting);
  // One character at a time, so this expression has nothing to go back to.
  const classes = [...properties].map((property) => `\\p{${property}}`).join("");
  const hasProperty = properties === "" ? undefined : new RegExp(`^[${classes}]$`, "u");

  const symbolAbove = (point: number): number => {
    let row = above[0]!;
    for (const candidate of above) {
      if (candidate[0] > point) break;
      row = candidate;
    }
    return row[1] !== row[2] && hasProperty!.test(String.fromCodePoint(point)) ? row[2] : row[1];
  };

  return (value) => {
    let state = 1;
    for (let i = 0; i < value.length; i++) {
      let point = value.charCodeAt(i);
      if (point >= 0xd800 && point <= 0xdbff) {
        point = value.codePointAt(i)!;
        if (point > 0xffff) i++;
      }
      state = steps[state * width + (point < 128 ? symbols[point]! : symbolAbove(point))]!;
      if (state === 0) return false;
    }
    return accepts.has(state);
  };
}
