import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeJson } from "@portcullis/wire";
import { plain } from "./support/plain.ts";
import { bytes } from "./support/read.ts";
import { listOf, mapOf, numberShape, operationOf, plainShape, structureOf, text } from "./support/shapes.ts";

const all = operationOf(
  structureOf({
    Name: text,
    Count: numberShape("integer"),
    Total: numberShape("long"),
    Ratio: numberShape("float"),
    Flag: plainShape("boolean"),
    At: plainShape("timestamp"),
    Bytes: plainShape("blob"),
    Names: listOf(text),
    Map: mapOf(text),
    Inner: structureOf({ Name: text }),
  }),
);

function failure(body: string | Uint8Array): string {
  const decoded = decodeJson(all, typeof body === "string" ? bytes(body) : body);
  assert.ok(!decoded.ok);
  assert.equal(decoded.failure.code, "SerializationException");
  return decoded.failure.message;
}

function input(body: string): unknown {
  const decoded = decodeJson(all, bytes(body));
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return plain(decoded.input);
}

describe("a JSON call", () => {
  it("carries every type of the model", () => {
    assert.deepEqual(
      input(
        ` { "Name" : "é\\n\\u00e9\\ud83d\\ude00", "Count": 1e2, "Total": -9007199254740991, "Ratio": 0.25, "Flag": false,
          "At": 1508371543.267, "Bytes": "aGk=", "Names": ["a", ""], "Map": {"k": "v"}, "Inner": {} }\n`,
      ),
      {
        Name: "é\né😀",
        Count: 100,
        Total: -9007199254740991,
        Ratio: 0.25,
        Flag: false,
        At: 1508371543267,
        Bytes: "bytes:104,105",
        Names: ["a", ""],
        Map: { k: "v" },
        Inner: {},
      },
    );
  });

  it("takes null for absent and ignores unknown members", () => {
    assert.deepEqual(
      input('{"Name":null,"Other":[{"x":1}],"Inner":{"Name":null,"Other":1},"Map":{"k":null}}'),
      { Inner: {}, Map: {} },
    );
  });

  it("may be empty braces for an operation without input", () => {
    const decoded = decodeJson(operationOf(undefined), bytes("{}"));
    assert.ok(decoded.ok);
    assert.deepEqual(plain(decoded.input), {});
  });

  for (const [what, body, message] of [
    ["a number for a text", '{"Name":1}', "NUMBER_VALUE can not be converted to a String"],
    ["true for a text", '{"Name":true}', "TRUE_VALUE can not be converted to a String"],
    ["false for a text", '{"Name":false}', "FALSE_VALUE can not be converted to a String"],
    ["a list for a text", '{"Name":[]}', "Start of list found where not expected"],
    ["a structure for a text", '{"Name":{}}', "Start of structure or map found where not expected."],
    ["a text for an integer", '{"Count":"1"}', "STRING_VALUE can not be converted to an Integer"],
    ["true for a long", '{"Total":true}', "TRUE_VALUE can not be converted to a Long"],
    ["a text for a boolean", '{"Flag":"true"}', "STRING_VALUE can not be converted to an Boolean"],
    ["a text for a time", '{"At":"2026"}', "STRING_VALUE can not be converted to milliseconds since epoch"],
    ["a number for a blob", '{"Bytes":1}', "only base-64-encoded strings are convertible to bytes"],
    ["a blob that is no base64", '{"Bytes":"a"}', "only base-64-encoded strings are convertible to bytes"],
    ["a text for a list", '{"Names":"x"}', "Expected list or null"],
    ["a structure for a list", '{"Names":{}}', "Start of structure or map found where not expected."],
    ["a text for a structure", '{"Inner":"x"}', "Expected null"],
    ["a list for a structure", '{"Inner":[]}', "Start of list found where not expected"],
    ["a list for a map", '{"Map":[]}', "Start of list found where not expected"],
    ["null in a list", '{"Names":[null]}', ""],
    ["a fraction for an integer", '{"Count":1.5}', ""],
    ["an integer above 32 bits", '{"Count":2147483648}', ""],
    ["a time that no calendar has", '{"At":1e300}', ""],
    ["a list as body", "[]", "Start of list found where not expected"],
    ["a text as body", '"x"', ""],
    ["null as body", "null", ""],
    ["an empty body", "", ""],
    ["half a body", '{"Name":"x"', ""],
    ["text behind the body", '{"Name":"x"} x', ""],
    ["two bodies", "{}{}", ""],
    ["a trailing comma", '{"Name":"x",}', ""],
    ["a comment", "{/**/}", ""],
    ["a bare key", '{Name:"x"}', ""],
    ["single quotes", "{'Name':'x'}", ""],
    ["a control character in a text", '{"Name":"\n"}', ""],
    ["an unknown escape", '{"Name":"\\x41"}', ""],
    ["an unfinished escape", '{"Name":"\\', ""],
    ["half a surrogate pair", '{"Name":"\\ud800"}', ""],
    ["NaN", '{"Ratio":NaN}', ""],
    ["a number beyond every double", '{"Ratio":1e999}', ""],
    ["a number with a leading zero", '{"Count":01}', ""],
    ["a byte order mark", "\ufeff{}", ""],
  ] as const) {
    it(`with ${what} is refused`, () => {
      assert.equal(failure(body), message);
    });
  }

  it("with bytes that are no UTF-8 is refused", () => {
    assert.equal(failure(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])), "");
  });

  it("attack: a repeated key is refused, wherever it stands", () => {
    assert.equal(failure('{"Name":"a","Name":"b"}'), "");
    assert.equal(failure('{"Name":"a","\\u004eame":"b"}'), "");
    assert.equal(failure('{"Inner":{"Name":"a","Name":"b"}}'), "");
    assert.equal(failure('{"Other":{"x":1,"x":2}}'), "");
  });

  it("attack: deep nesting is refused before it is followed", () => {
    assert.equal(failure(`{"Other":${"[".repeat(1_000_000)}`), "");
    assert.equal(failure(`{"Other":${'{"a":'.repeat(65)}1${"}".repeat(65)}}`), "");
  });

  for (const name of ["__proto__", "constructor", "toString"]) {
    it(`attack: ${name} reaches no prototype`, () => {
      const decoded = decodeJson(
        all,
        bytes(`{"${name}":{"polluted":1},"Map":{"${name}":"v"},"Inner":{"${name}":1}}`),
      );
      assert.ok(decoded.ok);
      assert.deepEqual(Object.keys(decoded.input), ["Map", "Inner"]);
      assert.deepEqual(Object.entries(decoded.input.Map as object), [[name, "v"]]);
      assert.equal(Object.getPrototypeOf(decoded.input.Map), null);
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    });
  }
});
