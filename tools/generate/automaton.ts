/**
 * Pattern → deterministic automaton. A string is then matched with one table look-up a code point, so that
 * linear time needs no proof beyond the construction itself.
 */
import { type CodePoints, contains, LAST } from "./code-points.ts";
import type { Node } from "./pattern-parser.ts";

/** As stored: see `PatternTable` in packages/aws-model/src/matcher.ts. */
export interface Automaton {
  readonly ascii: string;
  readonly above: readonly (readonly [from: number, plain: number, withProperty: number])[];
  readonly properties: string;
  /** `next[state][symbol]`; state 0 is dead and 1 the start, symbol 0 is in no class of the pattern. */
  readonly next: readonly (readonly number[])[];
  readonly accepting: readonly number[];
}

const MOST_STATES = 2000;

interface Nfa {
  readonly edges: { readonly set: CodePoints; readonly to: number }[][];
  readonly empty: number[][];
}

export function automaton(tree: Node): Automaton {
  const nfa: Nfa = { edges: [], empty: [] };
  const start = state(nfa);
  const end = build(nfa, tree, start);
  const sets = [...new Set(nfa.edges.flat().map((edge) => edge.set))];
  const alphabet = symbols(sets);
  const dfa = determinise(nfa, start, end, alphabet.members);
  return { ...alphabet.table, ...minimise(dfa.next, dfa.accepting) };
}

/** The length in code points of the longest string that is accepted; undefined where there is none. */
export function longest({ next, accepting }: Automaton): number | undefined {
  const useful = new Set(accepting);
  for (let grew = true; grew; ) {
    grew = false;
    next.forEach((row, from) => {
      if (!useful.has(from) && row.some((to) => useful.has(to))) grew = Boolean(useful.add(from));
    });
  }
  const depth = new Map<number, number | undefined>();
  const open = new Set<number>();
  const visit = (from: number): number | undefined => {
    if (open.has(from)) return undefined;
    if (depth.has(from)) return depth.get(from);
    open.add(from);
    let most: number | undefined = 0;
    for (const to of next[from]!) {
      if (!useful.has(to)) continue;
      const rest = visit(to);
      most = rest === undefined || most === undefined ? undefined : Math.max(most, rest + 1);
    }
    open.delete(from);
    depth.set(from, most);
    return most;
  };
  return visit(1);
}

function state(nfa: Nfa): number {
  nfa.edges.push([]);
  nfa.empty.push([]);
  if (nfa.edges.length > 20 * MOST_STATES) throw new Error("a pattern with too many states");
  return nfa.edges.length - 1;
}

function build(nfa: Nfa, node: Node, from: number): number {
  switch (node.kind) {
    case "start":
    case "end":
      return from;
    case "set": {
      const to = state(nfa);
      nfa.edges[from]!.push({ set: node.set, to });
      return to;
    }
    case "sequence":
      return node.items.reduce((at, item) => build(nfa, item, at), from);
    case "choice": {
      const to = state(nfa);
      for (const option of node.options) {
        const inner = state(nfa);
        nfa.empty[from]!.push(inner);
        nfa.empty[build(nfa, option, inner)]!.push(to);
      }
      return to;
    }
    case "repeat": {
      let at = from;
      for (let i = 0; i < node.min; i++) at = build(nfa, node.item, at);
      const to = state(nfa);
      nfa.empty[at]!.push(to);
      if (node.max === undefined) {
        const again = state(nfa);
        nfa.empty[at]!.push(again);
        const done = build(nfa, node.item, again);
        nfa.empty[done]!.push(again, to);
        return to;
      }
      for (let i = node.min; i < node.max; i++) {
        at = build(nfa, node.item, at);
        nfa.empty[at]!.push(to);
      }
      return to;
    }
  }
}

/** Splits the code points into symbols, so that two points of one symbol are in the same sets. */
function symbols(sets: readonly CodePoints[]): {
  readonly table: Pick<Automaton, "ascii" | "above" | "properties">;
  readonly members: readonly (readonly CodePoints[])[];
} {
  const named = new Set(sets.map((set) => set.properties).filter((properties) => properties !== ""));
  if (named.size > 1) throw new Error("classes with different Unicode properties in one pattern");
  const properties = [...named][0] ?? "";
  const test =
    properties === ""
      ? /[^\s\S]/u
      : new RegExp(`^[${[...properties].map((p) => `\\p{${p}}`).join("")}]$`, "u");

  const numbers = new Map<string, number>([["", 0]]);
  const members: CodePoints[][] = [[]];
  const symbol = (point: number, hasProperty: boolean): number => {
    const inside = sets.filter((set) => contains(set, point) || (hasProperty && set.properties !== ""));
    const key = inside.map((set) => sets.indexOf(set)).join(",");
    let number = numbers.get(key);
    if (number === undefined) {
      number = members.push(inside) - 1;
      numbers.set(key, number);
    }
    return number;
  };

  const ascii = Array.from({ length: 128 }, (_, point) =>
    symbol(point, test.test(String.fromCharCode(point))),
  );
  const cuts = new Set([128]);
  for (const [low, high] of sets.flatMap((set) => set.ranges)) {
    if (low > 128) cuts.add(low);
    if (high >= 128 && high < LAST) cuts.add(high + 1);
  }
  const above = [...cuts]
    .sort((a, b) => a - b)
    .map((from) => [from, symbol(from, false), symbol(from, properties !== "")] as const)
    .filter((row, i, rows) => i === 0 || row[1] !== rows[i - 1]![1] || row[2] !== rows[i - 1]![2]);
  if (members.length > 36) throw new Error("a pattern with more than 36 symbols");
  return {
    table: { ascii: ascii.map((number) => number.toString(36)).join(""), above, properties },
    members,
  };
}

function determinise(
  nfa: Nfa,
  start: number,
  end: number,
  members: readonly (readonly CodePoints[])[],
): { next: number[][]; accepting: Set<number> } {
  const closure = (states: Iterable<number>): number[] => {
    const all = new Set(states);
    for (const from of all) for (const to of nfa.empty[from]!) all.add(to);
    return [...all].sort((a, b) => a - b);
  };
  const known = new Map<string, number>([["", 0]]);
  const work: number[][] = [[]];
  const numberOf = (states: number[]): number => {
    const key = states.join(",");
    let number = known.get(key);
    if (number === undefined) {
      number = work.push(states) - 1;
      known.set(key, number);
      if (number > MOST_STATES) throw new Error("a pattern with too many states");
    }
    return number;
  };
  numberOf(closure([start]));
  const inside = members.map((list) => new Set(list));
  const next: number[][] = [];
  for (let i = 0; i < work.length; i++) {
    const edges = work[i]!.flatMap((from) => nfa.edges[from]!);
    next.push(
      inside.map((list) =>
        numberOf(closure(edges.filter((edge) => list.has(edge.set)).map((edge) => edge.to))),
      ),
    );
  }
  const accepting = new Set(work.flatMap((states, number) => (states.includes(end) ? [number] : [])));
  return { next, accepting };
}

/** Moore's refinement; the dead state stays 0 and the start 1, other numbers follow their first use. */
function minimise(
  next: readonly number[][],
  accepting: ReadonlySet<number>,
): Pick<Automaton, "next" | "accepting"> {
  let block: number[] = next.map((_, from) => (accepting.has(from) ? 1 : 0));
  for (let count = 0; ; ) {
    const keys = new Map<string, number>();
    const refined = next.map((row, from) => {
      const key = `${block[from]}:${row.map((to) => block[to]).join(",")}`;
      if (!keys.has(key)) keys.set(key, keys.size);
      return keys.get(key)!;
    });
    block = refined;
    if (keys.size === count) break;
    count = keys.size;
  }
  const [dead, start] = [block[0]!, block[1]!];
  if (dead === start) throw new Error("a pattern that matches nothing");
  const order = [dead, start];
  for (let i = 0; i < order.length; i++) {
    const row = next[block.indexOf(order[i]!)]!;
    for (const to of row) if (!order.includes(block[to]!)) order.push(block[to]!);
  }
  return {
    next: order.map((b) => next[block.indexOf(b)]!.map((to) => order.indexOf(block[to]!))),
    accepting: order.flatMap((b, number) => (accepting.has(block.indexOf(b)) ? [number] : [])),
  };
}
