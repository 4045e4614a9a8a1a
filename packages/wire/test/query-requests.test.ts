import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Operation, operation } from "@portcullis/aws-model";
import { parameter, parseForm, validate, validationFailure } from "@portcullis/wire";
import { bytes, decodeForm, inputOf } from "./support/read.ts";
import { listOf, mapOf, numberShape, operationOf, plainShape, structureOf, text } from "./support/shapes.ts";

const tagUser = operation("iam", "TagUser")!;
const assumeRole = operation("sts", "AssumeRole")!;
const tag = structureOf({ Key: text, Value: text });
const all = operationOf(
  structureOf({
    Name: text,
    Count: numberShape("integer"),
    Total: numberShape("long"),
    Ratio: numberShape("double"),
    Flag: plainShape("boolean"),
    At: plainShape("timestamp"),
    Bytes: plainShape("blob"),
    Names: listOf(text),
    Flat: listOf(text, true),
    Tags: listOf(tag),
    Map: mapOf(text),
    FlatMap: mapOf(text, true),
    Inner: structureOf({ Deep: structureOf({ Name: text }) }),
  }),
);

function failure(body: string): readonly [string, string] {
  const decoded = decodeForm(all, body);
  assert.ok(!decoded.ok);
  return [decoded.failure.code, decoded.failure.message];
}

describe("a form", () => {
  const formOf = (query: string, body?: string) =>
    parseForm(query, body === undefined ? undefined : bytes(body));

  it("reads percent-encoding, plus signs and empty values", () => {
    assert.deepEqual(formOf("", "a=%C3%A9+b&&c&d=&e=1=2"), {
      ok: true,
      form: ["a", "é b", "c", "", "d", "", "e", "1=2"],
    });
  });

  it("takes parameters of the target before those of the body", () => {
    const parsed = formOf("Action=First", "Action=Second&Version=1");
    assert.ok(parsed.ok);
    assert.equal(parameter(parsed.form, "Action"), "First");
    assert.equal(parameter(parsed.form, "Version"), "1");
  });

  for (const [what, body] of [
    ["broken percent-encoding", "a=%"],
    ["percent-encoding with letters that are no digits", "a=%zz"],
    ["percent-encoding that is no UTF-8", "a=%ff"],
    ["a percent-encoded half of a surrogate pair", "a=%ed%a0%80"],
    ["broken percent-encoding in a name", "%=1"],
    ["too many parameters", "a&".repeat(10_001)],
  ] as const) {
    it(`with ${what} is a malformed query string`, () => {
      const parsed = formOf("", body);
      assert.ok(!parsed.ok);
      assert.equal(parsed.failure.code, "MalformedQueryString");
    });
  }

  it("with bytes that are no UTF-8 is a malformed query string", () => {
    assert.equal(parseForm("", new Uint8Array([0x61, 0x3d, 0xff])).ok, false);
  });

  it("keeps a byte order mark as part of the first name", () => {
    const parsed = parseForm("", new Uint8Array([0xef, 0xbb, 0xbf, 0x61]));
    assert.ok(parsed.ok);
    assert.equal(parameter(parsed.form, "a"), undefined);
  });
});

describe("a query call", () => {
  it("carries scalars", () => {
    assert.deepEqual(
      inputOf(
        all,
        "Name=ann&Count=%2B0900&Total=-9007199254740991&Ratio=-1.5e2&Flag=1&At=2026-11-22T06:54:00Z&Bytes=aGk%3D",
      ),
      {
        Name: "ann",
        Count: 900,
        Total: -9007199254740991,
        Ratio: -150,
        Flag: true,
        At: Date.UTC(2026, 10, 22, 6, 54),
        Bytes: "bytes:104,105",
      },
    );
  });

  it("carries lists, maps and structures", () => {
    assert.deepEqual(
      inputOf(
        all,
        "Tags.member.1.Key=a&Tags.member.1.Value=b&Names.member.1=x&Flat.1=y&Flat.2=z" +
          "&Map.entry.1.key=k&Map.entry.1.value=v&FlatMap.1.key=q&FlatMap.1.value=w&Inner.Deep.Name=n",
      ),
      {
        Tags: [{ Key: "a", Value: "b" }],
        Names: ["x"],
        Flat: ["y", "z"],
        Map: { k: "v" },
        FlatMap: { q: "w" },
        Inner: { Deep: { Name: "n" } },
      },
    );
  });

  it("orders a list by index, whose gaps are null", () => {
    assert.deepEqual(inputOf(all, "Names.member.5=c&Names.member.2=b&Names.member.1=a"), {
      Names: ["a", "b", null, null, "c"],
    });
    assert.deepEqual(inputOf(all, "Flat.01=a&Flat.2=b"), { Flat: ["a", "b"] });
    assert.deepEqual(inputOf(all, "Map.entry.7.key=k&Map.entry.7.value=v"), { Map: { k: "v" } });
  });

  it("is refused for the gaps of a list by the model", () => {
    const said = (called: Operation, body: string) => {
      const decoded = decodeForm(called, body);
      assert.ok(decoded.ok);
      return validationFailure(called, validate(called, decoded.input));
    };
    const place = "failed to satisfy constraint: Member must";
    assert.deepEqual(said(tagUser, "UserName=ann&Tags.member.2.Key=k&Tags.member.2.Value=v"), {
      code: "ValidationError",
      message: `1 validation error detected: Value at 'tags.1.member' ${place} not be null`,
    });
    const keys = operation("iam", "GetContextKeysForCustomPolicy")!;
    const gap = said(keys, "PolicyInputList.member.11={}");
    assert.equal(gap?.code, "ValidationError");
    assert.match(gap.message, /^1 validation error detected: Value at 'policyInputList' failed /);
    const role = "RoleArn=arn:aws:iam::123456789012:role/r&RoleSessionName=session";
    assert.match(
      said(assumeRole, `${role}&TransitiveTagKeys.member.2=k`)?.message ?? "",
      /^1 validation error detected: Value '\[null, k\]' at 'transitiveTagKeys' failed /,
    );
    assert.match(
      said(assumeRole, `${role}&Tags.member.2.Key=k&Tags.member.2.Value=v`)?.message ?? "",
      /^1 validation error detected: Value null at 'tags.1.member' failed /,
    );
  });

  it("has ten places between two items of a list and no more, and costs nothing for a huge index", () => {
    const items = (...indices: readonly number[]) => indices.map((at) => `Names.member.${at}=x`).join("&");
    assert.deepEqual(inputOf(all, items(11)), { Names: [...Array(10).fill(null), "x"] });
    assert.equal((inputOf(all, items(1, 11, 21)) as { Names: unknown[] }).Names.length, 21);
    for (const [indices, skipped] of [
      [[12], "11"],
      [[12, 1], "11"],
      [[1, 22, 43], "21"],
      [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22], "12"],
      [[1, 999_999_999], "999,999,998"],
    ] as const) {
      const text = `Excessively sparse input would skip ${skipped} list elements`;
      assert.deepEqual(failure(items(...indices)), ["MalformedInput", text]);
    }
  });

  it("takes the first of repeated parameters", () => {
    assert.deepEqual(inputOf(all, "Name=first&Name=second&Names.member.1=a&Names.member.1=b"), {
      Name: "first",
      Names: ["a"],
    });
  });

  it("takes the first of repeated keys of a map", () => {
    assert.deepEqual(
      inputOf(all, "Map.entry.1.key=k&Map.entry.1.value=1&Map.entry.2.key=k&Map.entry.2.value=2"),
      { Map: { k: "1" } },
    );
  });

  it("may have empty lists, maps and structures", () => {
    assert.deepEqual(inputOf(all, "Names=&Map=&Inner=&Name="), { Names: [], Map: {}, Inner: {}, Name: "" });
  });

  it("ignores what the model does not know, at every depth", () => {
    assert.deepEqual(
      inputOf(
        all,
        `Name=n&Unknown=1&Unknown.1.x=1&Inner.Other=2&Tags.member.1.Other=3&${"x.".repeat(300)}=5`,
      ),
      { Name: "n", Inner: {}, Tags: [{}] },
    );
  });

  it("leaves an operation without input without members", () => {
    assert.deepEqual(inputOf(operationOf(undefined), "Name=x"), {});
  });

  for (const [what, body, message] of [
    ["an empty number", "Count=", "missing value for decimal type"],
    ["a number with letters", "Count=abc", ""],
    ["a fraction for an integer", "Count=900.0", ""],
    ["an integer above 32 bits", "Count=2147483648", ""],
    ["an integer below 32 bits", "Count=-2147483649", ""],
    ["a long that no double holds", "Total=9007199254740993", ""],
    ["an endless number", `Ratio=${"9".repeat(400)}`, ""],
    ["a boolean of another word", "Flag=yes", ""],
    ["a boolean in capitals", "Flag=TRUE", ""],
    ["a time without zone", "At=2026-11-22T06:54:00", ""],
    ["a day that no month has", "At=2026-13-41T06:54:00Z", ""],
    ["a blob that is no base64", "Bytes=a", ""],
    ["a blob with trailing bits", "Bytes=aGl=", ""],
    ["a list as text", "Names=x", "Unexpected list element termination"],
    ["a structure as text", "Inner=x", ""],
    ["members of a scalar", "Name.First=x", "Start of structure or map found where not expected."],
    ["a list without its word", "Names.1=x", "Top level element may not be treated as a list"],
    ["an index that is a word", "Names.member.first=x", "Start of list found where not expected"],
    ["an index with a sign", "Names.member.%2B1=x", "Start of list found where not expected"],
    ["index zero", "Names.member.0=x", "0 is not a valid index"],
    ["a negative index", "Names.member.-1=x", "Key -1 may not have a leading '-'"],
    ["an index of many digits", `Names.member.${"9".repeat(40)}=x`, `${"9".repeat(32)} is not a valid index`],
    ["no index", "Names.member=x", " is not a valid index"],
    ["an entry without value", "Map.entry.1.key=k", ""],
  ] as const) {
    it(`with ${what} is malformed`, () => {
      assert.deepEqual(failure(body), ["MalformedInput", message]);
    });
  }
});

describe("attack: names that reach a prototype", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    it(`${name} is no parameter`, () => {
      const decoded = decodeForm(assumeRole, `${name}=1&${name}.polluted=1&Tags.member.1.${name}=1`);
      assert.ok(decoded.ok);
      assert.equal(Object.getPrototypeOf(decoded.input), null);
      assert.deepEqual(Object.keys(decoded.input), ["Tags"]);
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    });

    it(`${name} as the key of a map is a key like any other`, () => {
      const decoded = decodeForm(all, `Map.entry.1.key=${name}&Map.entry.1.value=v`);
      assert.ok(decoded.ok);
      const map = decoded.input.Map as Record<string, unknown>;
      assert.equal(Object.getPrototypeOf(map), null);
      assert.deepEqual(Object.entries(map), [[name, "v"]]);
    });
  }
});
