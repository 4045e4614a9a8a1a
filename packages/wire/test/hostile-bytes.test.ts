import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Operation, services } from "@portcullis/aws-model";
import {
  type Decoded,
  decodeJson,
  decodeQuery,
  dialectOf,
  encodeFailure,
  findJsonOperation,
  findQueryOperation,
  parseForm,
  validate,
  validationFailure,
} from "@portcullis/wire";
import fc from "fast-check";
import { bytes } from "./support/read.ts";

const size = 64 * 1024;
const queryOperations = [
  ...Object.values(services.iam.operations),
  ...Object.values(services.sts.operations),
];
const jsonOperations = [
  ...Object.values(services.organizations.operations),
  ...Object.values(services.cloudtrail.operations),
];

/** Everything that happens to a body before an operation runs; what it refuses must be encodable. */
function runThrough(operation: Operation, decoded: Decoded): void {
  const failure = decoded.ok
    ? validationFailure(operation, validate(operation, decoded.input))
    : decoded.failure;
  if (failure === undefined) return;
  const answer = encodeFailure(dialectOf(services[operation.service]), failure, "r", operation);
  assert.ok(answer.status >= 400 && answer.status < 500);
  assert.ok(answer.body.length < 32 * 1024, `${answer.body.length} characters`);
}

function runFormThrough(operation: Operation, body: Uint8Array): void {
  const parsed = parseForm("", body);
  if (!parsed.ok) return;
  findQueryOperation(services.iam, parsed.form);
  runThrough(operation, decodeQuery(operation, parsed.form));
}

/** Names as the model spells them, and pieces that are wrong somewhere. */
const segment = fc.oneof(
  fc.constantFrom(
    "member",
    "entry",
    "key",
    "value",
    "1",
    "2",
    "0",
    "-1",
    "99999999999",
    "",
    "__proto__",
    "constructor",
  ),
  fc.constantFrom(
    ...new Set(queryOperations.flatMap(({ input }) => input?.members.map(({ name }) => name) ?? [])),
  ),
  fc.string(),
);
const form = fc
  .array(fc.tuple(fc.array(segment, { minLength: 1, maxLength: 6 }), fc.string()), { maxLength: 8 })
  .map((pairs) =>
    pairs
      .map(([name, value]) => `${name.map(encodeURIComponent).join(".")}=${encodeURIComponent(value)}`)
      .join("&"),
  );
const jsonNames = [
  ...new Set(jsonOperations.flatMap(({ input }) => input?.members.map(({ name }) => name) ?? [])),
];

describe("hostile bytes", () => {
  it("make a form of any operation fail or decode, and nothing else", () => {
    fc.assert(
      fc.property(fc.constantFrom(...queryOperations), form, (operation, text) =>
        runFormThrough(operation, bytes(text)),
      ),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...queryOperations), fc.uint8Array({ maxLength: 300 }), runFormThrough),
      { numRuns: 500 },
    );
  });

  it("make a JSON call of any operation fail or decode, and nothing else", () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom("x".repeat(3000), 1e300, [[[]]], { Key: "*" }));
    const text = fc
      .dictionary(fc.constantFrom(...jsonNames, "__proto__"), value)
      .map((json) => JSON.stringify(json));
    fc.assert(
      fc.property(fc.constantFrom(...jsonOperations), text, (operation, json) =>
        runThrough(operation, decodeJson(operation, bytes(json))),
      ),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...jsonOperations), fc.uint8Array({ maxLength: 300 }), (operation, body) =>
        runThrough(operation, decodeJson(operation, body)),
      ),
      { numRuns: 500 },
    );
  });

  it("never make a head throw", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (method, contentType, target) => {
        assert.equal(findJsonOperation(services.cloudtrail, { method, contentType, target }).ok, false);
      }),
    );
  });

  const tagUser = services.iam.operations.TagUser!;
  const simulate = services.iam.operations.SimulateCustomPolicy!;
  const lookup = services.cloudtrail.operations.LookupEvents!;
  const repeat = (text: string) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
  const numbered = (name: (index: number) => string) => {
    let text = "";
    for (let index = 1; text.length < size; index++) text += `${name(index)}&`;
    return text;
  };

  for (const [what, operation, body] of [
    ["separators", tagUser, repeat("&")],
    ["equals signs", tagUser, repeat("=")],
    ["dots in a name", tagUser, repeat(".")],
    ["percent signs", tagUser, repeat("%")],
    ["percent-encoded bytes", tagUser, repeat("%41")],
    ["tags", tagUser, numbered((index) => `Tags.member.${index}.Key=a`)],
    ["tags from the far end", tagUser, numbered((index) => `Tags.member.${999999999 - index}.Key=a`)],
    ["the same tag", tagUser, repeat("Tags.member.1.Key=a&")],
    ["one long value", tagUser, `UserName=${repeat("a")}`],
    ["one long value of a pattern", simulate, `PolicyInputList.member.1=${repeat("a")}%00`],
    ["items of a list of texts", simulate, numbered((index) => `ActionNames.member.${index}=s3:GetObject`)],
    [
      "nested lists",
      simulate,
      numbered((index) => `ContextEntries.member.${index}.ContextKeyValues.member.${index}=a`),
    ],
    ["opening brackets", lookup, repeat("[")],
    ["opening braces", lookup, repeat('{"a":')],
    ["members", lookup, `{${numbered((index) => `"m${index}":1,`).replaceAll("&", "")}"end":1}`],
    ["spaces", lookup, repeat(" ")],
    ["backslashes", lookup, `{"NextToken":"${repeat("\\\\")}"}`],
    ["digits", lookup, `{"MaxResults":${repeat("1")}}`],
    [
      "attributes",
      lookup,
      `{"LookupAttributes":[${numbered(() => '{"AttributeKey":"x"},').replaceAll("&", "")}{}]}`,
    ],
  ] as const) {
    it(`64 KiB of ${what} are done with at once`, () => {
      const raw = bytes(body);
      const started = performance.now();
      if (operation === lookup) runThrough(operation, decodeJson(operation, raw));
      else runFormThrough(operation, raw);
      // A hundred times what it takes, so that a slow machine passes and a quadratic walk does not.
      assert.ok(performance.now() - started < 500);
    });
  }
});
