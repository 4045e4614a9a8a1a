import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import patternTables from "../src/generated/patterns.json" with { type: "json" };
import type { PatternTable } from "../src/matcher.ts";
import { limitRows } from "../src/patterns.table.ts";
import { inputStrings, type PatternString, patternStrings } from "./input-strings.ts";

const tables = patternTables.patterns as unknown as Readonly<Record<string, PatternTable>>;

/** Characters at the edges of the classes that patterns use, and some of every other kind. */
const samples = [
  ..."aegz059AFZ_-+=,.@:/*$|\\[](){}?&#!~^ \t\n\v\r\x00\x1f\x7f",
  ..."\u0080\u0085\u009f\u00a0\u00a1\u00ff\u0100\u2028\u3000\ud7ff\ue000\ufffd\ufffe字é٣😀\u{10ffff}",
  "\ud800",
  "\udc00",
];

test("every string of an input that has a pattern can be matched and is bounded", () => {
  let count = 0;
  for (const [name, shape] of inputStrings()) {
    if (shape.pattern === undefined) continue;
    count += 1;
    assert.ok(shape.matches, name);
    assert.ok(shape.max !== undefined || boundsItself(tables[shape.pattern]!), `${name} has no bound`);
  }
  assert.ok(count > 100);
});

test("limits of our own are those of the table", () => {
  const strings = inputStrings();
  for (const { shape, max } of limitRows) assert.equal(strings.get(shape)?.max, max, shape);
});

test("a matcher agrees with the anchored expression of the model", () => {
  for (const shape of patternStrings()) {
    const expression = javaExpression(shape.pattern);
    const maxLength = Math.min(shape.max ?? 150, 150);
    const choices = fc.array(fc.nat(99_999), {
      minLength: Math.min(shape.min ?? 0, 150),
      maxLength,
      size: "max",
    });
    const step = walker(tables[shape.pattern]!);
    let [yes, no] = [0, 0];
    fc.assert(
      fc.property(choices, (numbers) => {
        const text = walk(step, numbers);
        if (!lengthFits(shape, text)) return;
        const expected = expression.test(text);
        if (expected) yes += 1;
        else no += 1;
        assert.equal(shape.matches(text), expected, `${shape.pattern} on ${JSON.stringify(text)}`);
      }),
      { numRuns: 250 },
    );
    assert.ok(yes > 0, `${shape.pattern} was never matched`);
    assert.ok(no > 0 || acceptsEverything(shape), `${shape.pattern} was never missed`);
  }
});

test("each single character and each pair of them is matched as the model says", () => {
  const pairs = ["", ...samples, ...samples.flatMap((a) => samples.map((b) => a + b))];
  for (const shape of patternStrings()) {
    const expression = javaExpression(shape.pattern);
    for (const text of pairs) {
      if (!lengthFits(shape, text)) continue;
      assert.equal(shape.matches(text), expression.test(text), `${shape.pattern} on ${JSON.stringify(text)}`);
    }
  }
});

test("a line end after the match is part of the string", () => {
  const name = inputStrings().get("iam:userNameType");
  assert.equal(name?.matches?.("ann"), true);
  for (const text of ["ann\n", "\nann", "ann\nbob", "ann\0"]) assert.equal(name?.matches?.(text), false);
});

test("no text of 64 KiB takes more than one step a character, whatever the pattern", () => {
  const length = 65_536;
  for (const shape of patternStrings()) {
    const live = walk(
      walker(tables[shape.pattern]!),
      Array.from({ length: 64 }, (_, i) => i * 7919),
    );
    const bySymbol = new Map(samples.map((sample) => [symbolOf(tables[shape.pattern]!, sample), sample]));
    const texts = [...bySymbol.values(), live, "a-", "/a"].filter((text) => text.length > 0);
    for (const text of texts) {
      const adverse = `${text.repeat(Math.ceil(length / text.length))}\0`;
      const counting = new CountingString(adverse);
      const result = shape.matches(counting as unknown as string);
      assert.ok(counting.reads <= 2 * adverse.length, `${shape.pattern} reads ${counting.reads} times`);
      assert.equal(result, shape.matches(adverse));
    }
  }
});

/** Counts how often a character is read. */
class CountingString extends String {
  reads = 0;
  override charCodeAt(index: number): number {
    this.reads += 1;
    return super.charCodeAt(index);
  }
  override codePointAt(index: number): number | undefined {
    this.reads += 1;
    return super.codePointAt(index);
  }
}

/** The model's pattern as a JavaScript expression for whole strings: the oracle. */
function javaExpression(pattern: string): RegExp {
  const dotAll = pattern.startsWith("(?s)");
  const source = (dotAll ? pattern.slice(4) : pattern)
    .replaceAll("\\u10000-\\u10FFFF", "\\u{10000}-\\u{10FFFF}")
    .replaceAll("\\s\\S", "\\x00-\\u{10FFFF}")
    .replaceAll("\\s", "\\t-\\r ")
    .replace(/^\.(?=[*+]$)/, dotAll ? "." : "[^\\n\\r\\x85\\u2028\\u2029]")
    .replaceAll("(/.*)?", "(/[^\\n\\r\\x85\\u2028\\u2029]*)?");
  return new RegExp(`^(?:${source})$`, dotAll ? "us" : "u");
}

const walkSamples = [...Array.from({ length: 128 }, (_, point) => String.fromCharCode(point)), ...samples];

type Step = (state: number, choice: number) => readonly [sample: string, state: number] | undefined;

/** Steps that stay in the automaton, but for one choice in 64; undefined at most ends. */
function walker(table: PatternTable): Step {
  const ways = table.next.map((row) => walkSamples.filter((sample) => row[symbolOf(table, sample)] !== 0));
  return (state, choice) => {
    const live = ways[state]!;
    if (live.length === 0 && state !== 0 && choice % 4 !== 0) return undefined;
    const from = choice % 64 === 0 || live.length === 0 ? samples : live;
    const sample = from[choice % from.length]!;
    return [sample, table.next[state]![symbolOf(table, sample)]!];
  };
}

function walk(step: Step, choices: readonly number[]): string {
  let state = 1;
  let text = "";
  for (const choice of choices) {
    const next = step(state, choice);
    if (next === undefined) break;
    text += next[0];
    state = next[1];
  }
  return text;
}

function symbolOf({ ascii, above }: PatternTable, sample: string): number {
  const point = sample.codePointAt(0)!;
  if (point < 128) return Number.parseInt(ascii[point]!, 36);
  const row = above.findLast(([from]) => from <= point)!;
  return Math.max(row[1], row[2]);
}

function boundsItself({ next, accepting }: PatternTable): boolean {
  const visit = (state: number, path: readonly number[]): boolean =>
    !path.includes(state) && [...new Set(next[state])].every((to) => to === 0 || visit(to, [...path, state]));
  return accepting.length > 0 && visit(1, []);
}

function lengthFits({ min, max }: PatternString, text: string): boolean {
  return text.length >= (min ?? 0) && text.length <= (max ?? Number.POSITIVE_INFINITY);
}

function acceptsEverything({ pattern }: PatternString): boolean {
  return pattern === "[\\s\\S]*" || pattern === "(?s).*";
}
