import assert from "node:assert/strict";
import { test } from "node:test";
import { check, compile, decide, LONGEST_DOCUMENT, problemsOf } from "@portcullis/policy";
import fc from "fast-check";

const statement = '{"Effect":"Allow","Action":"*","Resource":"*"}';
const good = `{"Version":"2012-10-17","Statement":[${statement}]}`;

const refused: Readonly<Record<string, string>> = {
  "an empty text": "",
  "a byte order mark": `\ufeff${good}`,
  "text after the document": `${good} {}`,
  "a trailing comma": good.replace("]}", "],}"),
  "a comment": `/* x */${good}`,
  "single quotes": good.replaceAll('"', "'"),
  "an element given twice": good.replace('"Effect":"Allow"', '"Effect":"Deny","Effect":"Allow"'),
  "an element given twice, once escaped": good.replace('"Effect":', '"Eff\\u0065ct":"Deny","Effect":'),
  NaN: good.replace('"*"', "NaN"),
  "a number that begins with zero": good.replace('"*"', "01"),
  "a number with an exponent": good.replace('"*"', "1e999"),
  "a number of a thousand digits": good.replace('"*"', "1".repeat(1000)),
  "a raw line break in a string": good.replace("Allow", "Al\nlow"),
  "an unknown escape": good.replace("Allow", "\\x41llow"),
  "half of a surrogate pair": good.replace("Allow", "\ud800"),
  "half of a surrogate pair in an escape": good.replace("Allow", "\\udc00"),
  "a string that does not end": good.slice(0, 20),
  "a nesting of a hundred thousand lists": "[".repeat(100_000),
  "a form feed between tokens": good.replace(":", ":\f"),
  "a no-break space between tokens": good.replace(":", ":\u00a0"),
};

for (const [what, text] of Object.entries(refused))
  test(`${what} is refused when written and denies when read`, () => {
    assert.deepEqual(check("identity", text).map(({ code, message }) => [code, message])[0], [
      "invalid-json",
      "Syntax errors in policy.",
    ]);
    assert.equal(check("trust", text)[0]?.message, "This policy contains invalid Json");
    const layers = { identity: [compile("identity", [document(text)])], scps: [], rcps: [] };
    assert.equal(problemsOf(layers.identity[0]!)[0]?.findings[0]?.code, "invalid-json");
    const decision = decide(layers, request);
    assert.deepEqual([decision.outcome, decision.statement?.index], ["ExplicitDeny", -1]);
  });

const document = (text: string) => ({ source: { name: "p" }, text });
const request = {
  principal: { kind: "root", arn: "arn:aws:iam::123456789012:root", account: "123456789012" },
  action: "s3:GetObject",
  resource: { arn: "arn:aws:s3:::b/x", account: "123456789012" },
  context: { get: () => undefined },
} as const;

test("a member named __proto__ is an unknown element and reaches no prototype", () => {
  const text = good.replace('"Effect"', '"__proto__":{"Effect":"Allow"},"Effect"');
  assert.deepEqual(check("identity", text)[0]?.code, "unknown-element");
  assert.equal(({} as Record<string, unknown>).Effect, undefined);
});

test("a document longer than the parameter's limit is refused before it is read", () => {
  const padded = (length: number) => good + " ".repeat(length - good.length);
  assert.deepEqual(check("identity", padded(LONGEST_DOCUMENT)), []);
  assert.equal(check("identity", padded(LONGEST_DOCUMENT + 1))[0]?.code, "invalid-json");
});

test("a finding stands at its line and column, counted from one, after any kind of line break", () => {
  const text =
    '{\r\n "Version": "2012-10-17",\n "Statement": [\r  {"Effect": "Maybe", "Action": "*", "Resource": "*"}]}';
  const [finding] = check("identity", text);
  assert.deepEqual([finding?.code, finding?.line, finding?.column], ["invalid-effect", 4, 14]);
});

const characters = ["a", '"', "\\", "/", "\b", "\n", "\u0000", "\u2028", "ä", "語", "😀", "\u{10ffff}"];
const sids = fc.array(fc.constantFrom(...characters), { maxLength: 12 }).map((all) => all.join(""));

test("strings are read as JSON.parse reads them", () => {
  fc.assert(
    fc.property(sids, (sid) => {
      const text = good.replace('{"Effect', () => `{"Sid":${JSON.stringify(sid)},"Effect`);
      const set = compile("resource", [document(text.replace('"Action"', '"Principal":"*","Action"'))]);
      const layers = { identity: [], resource: set, scps: [], rcps: [] };
      assert.equal(decide(layers, request).statement?.sid, sid);
    }),
  );
});

test("no text whatever makes check or compile throw", () => {
  const pieces = fc.constantFrom(
    ...'{}[]":,\\ *',
    "Statement",
    "Effect",
    "Allow",
    "Condition",
    "null",
    "1",
    "\ud800",
  );
  const broken = fc.tuple(fc.nat(good.length), fc.nat(6), fc.array(pieces, { maxLength: 4 }));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), broken), (input) => {
      const text =
        typeof input === "string"
          ? input
          : good.slice(0, input[0]) + input[2].join("") + good.slice(input[0] + input[1]);
      check("identity", text);
      check("trust", text);
      decide({ identity: [compile("identity", [document(text)])], scps: [], rcps: [] }, request);
    }),
    { numRuns: 2000 },
  );
});
