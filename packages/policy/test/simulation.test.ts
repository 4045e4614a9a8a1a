/** What simulators need beside `explain`: where statements stand, what policies ask for, and how much work it is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compile,
  contextKeysOf,
  effortOf,
  isUnderstood,
  readsAs,
  resourcePatternsOf,
  simulatorSpans,
} from "@portcullis/policy";

const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const source = (text: string, name = "P") => ({ source: { name }, text });

test("a statement stands from the end of what is before it to its own end", () => {
  const spans = (text: string) => [...simulatorSpans(compile("identity", [source(text)])).values()].flat();
  const places = (text: string) =>
    spans(text).map(({ start, end }) => [start.line, start.column, end.line, end.column]);
  const statement = '{"Effect":"Allow","Action":"*","Resource":"*"}';
  assert.deepEqual(places(`{"Statement":[ ${statement} , ${statement}]}`), [
    [1, 15, 1, 62],
    [1, 62, 1, 111],
  ]);
  assert.deepEqual(places(`{"Statement":[\n\t\r${statement}]}`), [[1, 15, 3, 47]]);
  assert.deepEqual(places(`{"Statement": ${statement}}`), [[1, 16, 1, 61]]);
  assert.deepEqual(places("{"), [[1, 1, 1, 2]], "what cannot be understood is one statement");
});

test("spans are told by document, whatever else is in the set", () => {
  const one = source(document({ Effect: "Allow", Action: "a:b", Resource: "*" }), "one");
  const two = source(` ${one.text}`, "two");
  const spans = simulatorSpans(compile("identity", [one, two]));
  assert.deepEqual(
    [one, two].map((each) => spans.get(each)?.map(({ start }) => start.column)),
    [[38], [39]],
  );
});

test("context keys are those of conditions and of variables, in the order of the text", () => {
  const text = document(
    {
      Effect: "Allow",
      Condition: {
        StringLike: { "B:Key": ["${c:Key}x${*}", "${d:key, 'e:key'}"] },
        Bool: { "f:key": "true" },
      },
      Action: "*",
      Resource: ["arn:aws:s3:::${a:key}/${A:Key}", "arn:aws:s3:::$x"],
    },
    {
      Effect: "Deny",
      Action: "*",
      NotResource: "arn:aws:s3:::${g:key}",
      Condition: { Null: { "f:key": "true" } },
    },
  );
  const keys = ["B:Key", "c:Key", "d:key", "f:key", "a:key", "A:Key", "g:key"];
  assert.deepEqual(contextKeysOf("identity", text), keys);
  const old = text.replace("2012-10-17", "2008-10-17");
  assert.deepEqual(contextKeysOf("identity", old), ["B:Key", "f:key"], "no variables");
  assert.deepEqual(contextKeysOf("identity", "{"), []);
});

test("variables are not read where the operator takes none, nor after one that is not closed", () => {
  const keys = (operator: string, value: string) =>
    contextKeysOf(
      "identity",
      document({
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { [operator]: { "a:key": value } },
      }),
    );
  assert.deepEqual(keys("NumericEquals", "${b:key}"), ["a:key"]);
  assert.deepEqual(keys("ForAnyValue:StringEqualsIfExists", "${b:key}"), ["a:key", "b:key"]);
  assert.deepEqual(keys("StringEquals", "${b:key}${${c:key}"), ["a:key", "b:key"]);
});

test("the patterns under Resource are told as written", () => {
  const text = document(
    { Effect: "Allow", Principal: "*", Action: "*", Resource: ["arn:aws:s3:::b", "*"] },
    { Effect: "Deny", Principal: "*", Action: "*", NotResource: "arn:aws:s3:::c" },
    { Effect: "Deny", Principal: "*", Action: "*" },
  );
  assert.deepEqual(resourcePatternsOf("resource", text), ["arn:aws:s3:::b", "*"]);
});

test("the work of an action is what its statements compare", () => {
  const text = document(
    { Effect: "Allow", Action: "s3:Get*", Resource: ["12345", "*"] },
    {
      Effect: "Deny",
      NotAction: "sqs:*",
      Resource: "*",
      Condition: { StringEquals: { "a:key": ["123", "1"] }, Null: { "a:key": "true" } },
    },
    { Effect: "Allow", Action: "sqs:*", Resource: "*" },
  );
  const set = compile("identity", [source(text)]);
  const patterns = 6 + 2 + (2 + 4 + 2 + 5);
  const names = { statements: 3, names: 3, namePatterns: 0 };
  assert.deepEqual(effortOf(set, "S3:getobject"), { ...names, covering: 2, patterns });
  assert.deepEqual(effortOf(set, "S3:getobject"), { ...names, covering: 2, patterns }, "once more");
  assert.deepEqual(effortOf(set, "sqs:SendMessage"), { ...names, covering: 1, patterns: 2 });
  assert.ok(isUnderstood(set));
  const unread = compile("identity", [source(text), source("{")]);
  assert.deepEqual(effortOf(unread, "sqs:SendMessage").statements, 4);
  assert.ok(!isUnderstood(unread));
});

test("actions that are searched for are told from those that are spelt out", () => {
  const Action = ["s3:GetObject", "s3:*", "s3:Get?bject", "s3:*t", "*"];
  const set = compile("identity", [source(document({ Effect: "Allow", Action, Resource: "*" }))]);
  const { names, namePatterns } = effortOf(set, "s3:x");
  assert.deepEqual([names, namePatterns], [2, 2]);
});

test("texts are read as conditions compare them", () => {
  assert.deepEqual(
    (["numeric", "date", "ip", "binary"] as const).map((kind) =>
      ["1.5", "2020-01", "192.0.2.1", "aGE=", "x"].filter((text) => readsAs(kind, text)),
    ),
    [["1.5"], ["2020-01"], ["192.0.2.1"], ["aGE="]],
  );
});
