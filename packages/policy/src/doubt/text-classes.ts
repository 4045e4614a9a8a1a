import { foldCase } from "../condition/fold.ts";
import { type Automaton, accepts, compileAutomaton, firstStates, statesAfter } from "../match/automaton.ts";
import { type PlainToken, STAR } from "../match/tokens.ts";

/** A pattern that a text matches or not. */
export interface TextPattern {
  readonly tokens: readonly PlainToken[];
  /** Case is ignored; the tokens are folded. */
  readonly folded: boolean;
  /** Index of wildcards that do not take a colon. */
  readonly inside: ReadonlySet<number>;
}

export function plainPattern(tokens: readonly PlainToken[], folded = false): TextPattern {
  const own = folded ? tokens.map((token) => (typeof token === "string" ? foldCase(token) : token)) : tokens;
  return { tokens: own, folded, inside: new Set() };
}

/** So many steps are taken; patterns with more combinations are too many to tell apart. */
const MOST_STATES = 2000;
const MOST_PATTERNS = 48;
/** And so many words of their states are worked out: long patterns of many characters are as costly as many. */
const MOST_WORDS = 1 << 18;

/**
 * One text for each way in which texts can match some of the patterns and not others: whatever a text is, it
 * matches what one of these matches. Undefined where there are too many ways.
 */
export function textClasses(patterns: readonly TextPattern[]): readonly string[] | undefined {
  const units = alphabetOf(patterns);
  if (units === undefined || patterns.length > MOST_PATTERNS) return undefined;
  const automata = patterns.map(({ tokens, inside }) =>
    compileAutomaton(tokens, (index) => inside.has(index)),
  );
  const wordsOfStep = automata.reduce((sum, { states }) => sum + states.length, 0);
  const classes = new Map<string, string>();
  const known = new Set<string>();
  const queue: { readonly text: string; readonly states: readonly Uint32Array[] }[] = [];
  const visit = (text: string, states: readonly Uint32Array[]) => {
    const vector = automata.map((automaton, at) => (accepts(automaton, states[at]!) ? "1" : "0")).join("");
    // The empty text is sometimes treated apart: it stands for itself only.
    if (text !== "" && !classes.has(vector)) classes.set(vector, text);
    const key = states.map((each) => each.join()).join(";");
    if (known.has(key)) return;
    known.add(key);
    queue.push({ text, states });
  };
  visit("", automata.map(firstStates));
  for (let at = 0; at < queue.length; at++) {
    if (known.size > MOST_STATES || (at + 1) * units.length * wordsOfStep > MOST_WORDS) return undefined;
    const { text, states } = queue[at]!;
    for (const unit of units)
      visit(
        text + unit,
        states.map((each, index) => after(automata[index]!, patterns[index]!, each, unit)),
      );
  }
  return ["", ...classes.values()];
}

function after(
  automaton: Automaton,
  { folded }: TextPattern,
  states: Uint32Array,
  unit: string,
): Uint32Array {
  return statesAfter(automaton, states, (folded ? foldCase(unit) : unit).charCodeAt(0));
}

/** Letters beyond ASCII that fold to one in it. */
const OTHER_SPELLINGS: Readonly<Record<string, string>> = { k: "\u212a", s: "\u017f" };

/** The units that patterns tell apart, and one more. Undefined where folding goes beyond what is known here. */
function alphabetOf(patterns: readonly TextPattern[]): readonly string[] | undefined {
  const units = new Set<string>();
  for (const { tokens, folded, inside } of patterns) {
    if (inside.size > 0) units.add(":");
    for (const unit of tokens
      .filter((token) => typeof token === "string")
      .join("")
      .split("")) {
      units.add(unit);
      if (!folded) continue;
      if (unit > "\u007f") return undefined;
      for (const other of [unit.toUpperCase(), unit.toLowerCase(), OTHER_SPELLINGS[unit]])
        if (other !== undefined) units.add(other);
    }
  }
  return [...units, freshUnit(units)];
}

function freshUnit(units: ReadonlySet<string>): string {
  let code = 0x7a;
  while (units.has(String.fromCharCode(code)) || units.has(String.fromCharCode(code).toUpperCase())) code--;
  return String.fromCharCode(code);
}

/** Six parts between colons: what an ARN is to the ARN operators. The sixth part keeps its colons. */
export const ARN: TextPattern = {
  tokens: ["arn:", STAR, ":", STAR, ":", STAR, ":", STAR, ":", STAR],
  folded: false,
  inside: new Set([1, 3, 5, 7]),
};
