/**
 * Parses the patterns of AWS's models: Java's regular expressions, of which only the regular part is understood.
 * `\w`, `\d` and `\s` are ASCII and `.` excludes Java's line terminators
 * (https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html). Anything else throws.
 */
import { type CodePoints, codePoints, complement, LAST, type Range, union } from "./code-points.ts";

export type Node =
  | { readonly kind: "set"; readonly set: CodePoints }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly options: readonly Node[] }
  | { readonly kind: "repeat"; readonly item: Node; readonly min: number; readonly max: number | undefined }
  | { readonly kind: "start" }
  | { readonly kind: "end" };

const digit = codePoints([[0x30, 0x39]]);
const space = codePoints([
  [0x09, 0x0d],
  [0x20, 0x20],
]);
const word = codePoints([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);
const lineEnds = codePoints([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x85, 0x85],
  [0x2028, 0x2029],
]);
const everything = codePoints([[0, LAST]]);
const shorthands: ReadonlyMap<string, CodePoints> = new Map([
  ["d", digit],
  ["D", complement(digit)],
  ["s", space],
  ["S", complement(space)],
  ["w", word],
  ["W", complement(word)],
  ["n", codePoints([[0x0a, 0x0a]])],
  ["r", codePoints([[0x0d, 0x0d]])],
  ["t", codePoints([[0x09, 0x09]])],
]);

/** Returns the tree of a pattern that is to match whole strings: anchors at its ends are dropped. */
export function parsePattern(pattern: string): Node {
  const dotAll = pattern.startsWith("(?s)");
  const source = Array.from(dotAll ? pattern.slice(4) : pattern);
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at} of ${pattern}`);
  };
  const take = (): string => source[at++] ?? fail("an unexpected end");
  const eat = (text: string): boolean => {
    if (source.slice(at, at + text.length).join("") !== text) return false;
    at += text.length;
    return true;
  };

  const choice = (): Node => {
    const options = [sequence()];
    while (eat("|")) options.push(sequence());
    return options.length === 1 ? options[0]! : { kind: "choice", options };
  };
  const sequence = (): Node => {
    const items: Node[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") items.push(quantified());
    return { kind: "sequence", items };
  };
  const quantified = (): Node => {
    const item = atom();
    const bounds = quantifier();
    if (bounds === undefined) return item;
    if (quantifier() !== undefined) fail("a lazy, possessive or doubled quantifier");
    return { kind: "repeat", item, ...bounds };
  };
  const quantifier = (): { min: number; max: number | undefined } | undefined => {
    if (eat("*")) return { min: 0, max: undefined };
    if (eat("+")) return { min: 1, max: undefined };
    if (eat("?")) return { min: 0, max: 1 };
    if (!eat("{")) return undefined;
    const end = source.indexOf("}", at);
    const parts = /^(\d+)(,(\d*))?$/.exec(source.slice(at, end).join("")) ?? fail("a malformed quantifier");
    at = end + 1;
    const min = Number(parts[1]);
    if (parts[2] === undefined) return { min, max: min };
    return { min, max: parts[3] === "" ? undefined : Number(parts[3]) };
  };
  const atom = (): Node => {
    const char = take();
    switch (char) {
      case "(": {
        if (source[at] === "?" && !eat("?:")) fail("a group of a special kind");
        const inner = choice();
        if (!eat(")")) fail("a group that does not end");
        return inner;
      }
      case "[":
        return { kind: "set", set: characterClass() };
      case ".":
        return { kind: "set", set: dotAll ? everything : complement(lineEnds) };
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case "\\":
        return { kind: "set", set: escaped() };
      case "*":
      case "+":
      case "?":
      case "{":
        return fail("a quantifier of nothing");
      default:
        return { kind: "set", set: single(char) };
    }
  };
  const escaped = (): CodePoints => {
    const char = take();
    const shorthand = shorthands.get(char);
    if (shorthand !== undefined) return shorthand;
    if (char === "u") {
      const hex = source.slice(at, at + 4).join("");
      if (!/^[0-9A-Fa-f]{4}$/.test(hex)) fail("a malformed \\u");
      at += 4;
      // Java reads \u10000 as U+1000 and the digit 0, which no author of a model can have meant.
      if (/[0-9A-Fa-f]/.test(source[at] ?? "")) fail("a \\u with more than four digits");
      return single(String.fromCodePoint(Number.parseInt(hex, 16)));
    }
    if (char === "x") {
      const end = source.indexOf("}", at);
      const hex =
        /^\{([0-9A-Fa-f]{1,6})\}$/.exec(source.slice(at, end + 1).join("")) ?? fail("a malformed \\x");
      at = end + 1;
      return single(String.fromCodePoint(Number.parseInt(hex[1]!, 16)));
    }
    if (char === "p") {
      const name =
        /^\{([LNZ])\}$/.exec(source.slice(at, at + 3).join("")) ?? fail("an unknown Unicode property");
      at += 3;
      return codePoints([], name[1]);
    }
    if (/[A-Za-z0-9]/.test(char)) fail(`an unknown escape \\${char}`);
    return single(char);
  };
  const characterClass = (): CodePoints => {
    const negated = eat("^");
    const parts: CodePoints[] = [];
    while (!eat("]")) {
      if (source[at] === "[" || (source[at] === "&" && source[at + 1] === "&"))
        fail("a class inside a class");
      const low = take();
      const first = low === "\\" ? escaped() : single(low);
      if (source[at] !== "-" || source[at + 1] === "]") {
        parts.push(first);
        continue;
      }
      at += 1;
      const high = take();
      parts.push(codePoints([rangeOf(first, high === "\\" ? escaped() : single(high))]));
    }
    const all = union(parts);
    return negated ? complement(all) : all;
  };
  const rangeOf = (low: CodePoints, high: CodePoints): Range => {
    const [from, to] = [onlyPoint(low), onlyPoint(high)];
    return from === undefined || to === undefined ? fail("a range between classes") : [from, to];
  };

  const tree = choice();
  if (at !== source.length) fail("an unmatched parenthesis");
  return withoutAnchors(tree, true, true, pattern);
}

function single(char: string): CodePoints {
  const point = char.codePointAt(0)!;
  return codePoints([[point, point]]);
}

function onlyPoint(set: CodePoints): number | undefined {
  const [range] = set.ranges;
  return set.properties === "" && set.ranges.length === 1 && range![0] === range![1] ? range![0] : undefined;
}

function withoutAnchors(node: Node, first: boolean, last: boolean, pattern: string): Node {
  switch (node.kind) {
    case "start":
    case "end":
      if (!(node.kind === "start" ? first : last)) throw new Error(`an anchor in the middle of ${pattern}`);
      return { kind: "sequence", items: [] };
    case "set":
      return node;
    case "choice":
      return {
        kind: "choice",
        options: node.options.map((option) => withoutAnchors(option, first, last, pattern)),
      };
    case "repeat":
      return { ...node, item: withoutAnchors(node.item, false, false, pattern) };
    case "sequence": {
      const consumes = node.items.map((item) => item.kind !== "start" && item.kind !== "end");
      return {
        kind: "sequence",
        items: node.items.map((item, i) =>
          withoutAnchors(
            item,
            first && !consumes.slice(0, i).includes(true),
            last && !consumes.slice(i + 1).includes(true),
            pattern,
          ),
        ),
      };
    }
  }
}
