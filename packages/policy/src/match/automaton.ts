import { ANY, type PlainToken, STAR } from "./tokens.ts";

/**
 * A pattern as a set of states in bits: state i is "the first i places of the pattern are used". One step shifts
 * all states at once, 32 in a word, so that no pattern makes it go back.
 */
export interface Automaton {
  readonly places: number;
  /** Per character: bit i + 1 where place i of the pattern takes it. */
  readonly steps: ReadonlyMap<number, Uint32Array>;
  /** For characters that the pattern does not spell. */
  readonly otherSteps: Uint32Array;
  /** Bit i where state i may stay, on a colon and on any other character. */
  readonly staysOnColon: Uint32Array;
  readonly stays: Uint32Array;
  /** Room for one run: nothing outside is called during it, so that two never overlap. */
  readonly states: Uint32Array;
}

const COLON = 0x3a;

/** `inside`: for the token at this index, the wildcard does not take a colon. */
export function compileAutomaton(
  tokens: readonly PlainToken[],
  inside: (index: number) => boolean = () => false,
): Automaton {
  const places: (number | "any" | "any-but-colon")[] = [];
  const loops: { state: number; inside: boolean }[] = [];
  tokens.forEach((token, index) => {
    if (token === STAR) loops.push({ state: places.length, inside: inside(index) });
    else if (token === ANY) places.push(inside(index) ? "any-but-colon" : "any");
    else for (let i = 0; i < token.length; i++) places.push(token.charCodeAt(i));
  });
  const words = (places.length >>> 5) + 1;
  const empty = () => new Uint32Array(words);
  const otherSteps = empty();
  const colonSteps = empty();
  places.forEach((place, i) => {
    if (typeof place !== "number") set(otherSteps, i + 1);
    if (place === "any") set(colonSteps, i + 1);
  });
  const steps = new Map<number, Uint32Array>([[COLON, colonSteps]]);
  places.forEach((place, i) => {
    if (typeof place !== "number") return;
    let row = steps.get(place);
    if (row === undefined) {
      row = otherSteps.slice();
      steps.set(place, row);
    }
    set(row, i + 1);
  });
  const stays = empty();
  const staysOnColon = empty();
  for (const loop of loops) {
    set(stays, loop.state);
    if (!loop.inside) set(staysOnColon, loop.state);
  }
  return { places: places.length, steps, otherSteps, stays, staysOnColon, states: empty() };
}

function set(bits: Uint32Array, bit: number): void {
  bits[bit >>> 5]! |= 1 << (bit & 31);
}

function isSet(bits: Uint32Array, bit: number): boolean {
  return ((bits[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
}

/** One character; false where no state is left. */
function step(automaton: Automaton, code: number): boolean {
  const { states } = automaton;
  const taken = automaton.steps.get(code) ?? automaton.otherSteps;
  const stay = code === COLON ? automaton.staysOnColon : automaton.stays;
  let carry = 0;
  let alive = 0;
  for (let word = 0; word < states.length; word++) {
    const current = states[word]!;
    const next = (((current << 1) | carry) & taken[word]!) | (current & stay[word]!);
    carry = current >>> 31;
    states[word] = next;
    alive |= next;
  }
  return alive !== 0;
}

export function firstStates({ states }: Automaton): Uint32Array {
  const first = new Uint32Array(states.length);
  first[0] = 1;
  return first;
}

/** The states that one more character leads to. */
export function statesAfter(automaton: Automaton, states: Uint32Array, code: number): Uint32Array {
  automaton.states.set(states);
  step(automaton, code);
  return automaton.states.slice();
}

export function accepts({ places }: Automaton, states: Uint32Array): boolean {
  return isSet(states, places);
}

/** Does the text in [from, to) match whole? */
export function runAutomaton(automaton: Automaton, text: string, from: number, to: number): boolean {
  const { states, places } = automaton;
  states.fill(0);
  states[0] = 1;
  for (let i = from; i < to; i++) if (!step(automaton, text.charCodeAt(i))) return false;
  return isSet(states, places);
}

/** Where in [from, to) a pattern without stars first stands whole; −1 for nowhere. */
export function findByAutomaton(automaton: Automaton, text: string, from: number, to: number): number {
  const { states, places } = automaton;
  states.fill(0);
  for (let i = from; i < to; i++) {
    // It may begin at every place.
    states[0]! |= 1;
    step(automaton, text.charCodeAt(i));
    if (isSet(states, places)) return i + 1 - places;
  }
  return -1;
}
