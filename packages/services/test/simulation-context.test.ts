/** The context that a request gives for its simulation. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home } from "./harness.ts";
import { document } from "./people.ts";
import {
  A,
  ann,
  conditioned,
  denying,
  entry,
  type Input,
  one,
  read,
  reading,
  refused,
} from "./simulating.ts";

describe("the context of a simulation", () => {
  const holds = (text: string, ...ContextEntries: readonly ReturnType<typeof entry>[]) =>
    one({ PolicyInputList: [text], ContextEntries }).EvalDecision === "allowed";

  it("has values of every type", () => {
    const cases: readonly (readonly [string, unknown, string, readonly string[]])[] = [
      ["StringEquals", "yes", "string", ["yes"]],
      ["ForAllValues:StringEquals", ["a", "b"], "stringList", ["b", "a"]],
      ["NumericEquals", "150", "numeric", ["+1.5e2"]],
      ["ForAnyValue:NumericLessThan", "0.2", "numericList", ["9", "15E-2"]],
      ["Bool", "true", "boolean", ["TRUE"]],
      ["ForAnyValue:Bool", "true", "booleanList", ["false", "true"]],
      ["IpAddress", "192.0.2.0/24", "ip", ["192.0.2.7"]],
      ["ForAllValues:IpAddress", "2001:db8::/32", "ipList", ["2001:db8::1", "2001:db8::2"]],
      ["BinaryEquals", "aGFsbG8=", "binary", ["aGFsbG8="]],
      ["ForAnyValue:BinaryEquals", "aGFsbG8=", "binaryList", ["", "aGFsbG8="]],
      ["DateGreaterThan", "2018-08-16T12:00:00Z", "date", ["2019-04-25T11:00:00Z"]],
      ["ForAllValues:DateLessThan", "2018-08-16T12:00:00Z", "dateList", ["2035", "2010-01"]],
    ];
    for (const [operator, value, type, values] of cases) {
      const text = conditioned(operator, "app:key", value);
      assert.ok(holds(text, entry("APP:Key", type, ...values)), operator);
      assert.ok(!holds(conditioned("StringEquals", "app:key", "else"), entry("app:key", type, ...values)));
    }
    assert.ok(!holds(conditioned("Bool", "app:key", "true"), entry("app:key", "boolean", "yes")));
    assert.ok(!holds(conditioned("NumericEquals", "app:key", "1"), entry("app:key", "numeric", "1e9999")));
  });

  it("is refused where its form is wrong", () => {
    const wrong = (...ContextEntries: readonly ReturnType<typeof entry>[]) => refused({ ContextEntries });
    const key = "app:key";
    assert.equal(
      wrong({ ContextKeyType: "string", ContextKeyValues: ["x"] }),
      "InvalidInput: ContextKeyName cannot be null or empty.",
    );
    assert.equal(
      wrong({ ContextKeyName: key, ContextKeyValues: ["x"] }),
      "InvalidInput: Context key app:key has invalid type null.",
    );
    assert.equal(
      wrong({ ContextKeyName: key, ContextKeyType: "string" }),
      "InvalidInput: Context values for context key app:key cannot be null or empty.",
    );
    assert.equal(
      wrong(entry(key, "string", "a", "b")),
      "InvalidInput: Context key string expected a single value, but received 2.",
    );
    assert.equal(
      wrong(entry(key, "string", "a"), entry("APP:KEY", "string", "b")),
      "InvalidInput: Duplicate context key: APP:KEY.",
    );
    const forms = [
      ["numeric", "numeric format", ["0x10", " 1 ", "NaN", "Infinity", "+-1", "1e", "e1", "1e1.5", "abc"]],
      ["dateList", "DateTime format", ["tomorrow"]],
      ["ip", "IP address", ["999.0.0.1"]],
      ["binary", "base-64 encoded binary format", ["!base64"]],
    ] as const;
    for (const [type, form, values] of forms)
      for (const value of values)
        assert.equal(
          wrong(entry(key, type, value)),
          `InvalidInput: Invalid context value for key app:key: expected ${form}.`,
        );
    assert.match(
      wrong(entry(key, "word", "x")),
      /^ValidationError: .*contextEntries\.1\.member\.contextKeyType/,
    );
    assert.match(wrong(entry("abc", "string", "x")), /^ValidationError: /);
    assert.equal(one({ ContextEntries: [{}] }).EvalDecision, "allowed");
  });

  it("lacks what the policies ask for, told where nothing allows", () => {
    const missing = (text: string, more: Partial<Input> = {}) =>
      one({ PolicyInputList: [text], ...more }).MissingContextValues;
    const asks = conditioned("StringEquals", "app:missing", "yes");
    assert.deepEqual(missing(asks), ["app:missing"]);
    // Whatever its statement is about.
    assert.deepEqual(missing(conditioned("Null", "app:missing", "true", { Action: "s3:PutObject" })), [
      "app:missing",
    ]);
    assert.deepEqual(one({ PolicyInputList: [reading, asks] }).MissingContextValues, []);
    assert.deepEqual(one({ PolicyInputList: [denying, asks] }).MissingContextValues, []);
    assert.deepEqual(
      missing(conditioned("StringEquals", "app:missing", "yes"), {
        ContextEntries: [entry("App:Missing", "string", "no")],
      }),
      [],
    );
    const spelled = document(
      { ...read, Condition: { StringEquals: { "APP:missing": "yes" } } },
      { ...read, Condition: { StringEquals: { "app:missing": "${app:Other, 'x'}" } } },
    );
    assert.deepEqual(missing(spelled), ["APP:missing", "app:missing", "app:Other"]);
    const named = one({
      PolicyInputList: [document({ ...read, Resource: "arn:aws:s3:::shelf/${aws:username}" })],
      ResourceArns: [A],
    });
    assert.deepEqual(named.MissingContextValues, []);
    assert.deepEqual(named.ResourceSpecificResults?.[0]?.MissingContextValues, ["aws:username"]);
  });

  it("says who asks, where the request does not say otherwise", () => {
    const asked = (key: string, value: string, more: Partial<Input> = {}) =>
      one({ PolicyInputList: [conditioned("StringEquals", key, value)], ...more }).EvalDecision === "allowed";
    assert.ok(asked("aws:PrincipalArn", ann, { CallerArn: ann }));
    assert.ok(asked("aws:PrincipalAccount", home, { CallerArn: ann }));
    assert.ok(asked("aws:username", "ann", { CallerArn: ann }));
    assert.ok(asked("aws:userid", ann, { CallerArn: ann }));
    assert.ok(asked("aws:PrincipalAccount", home));
    assert.ok(asked("aws:userid", "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR"));
    assert.ok(!asked("aws:username", "ann", { CallerArn: ann.replace("user", "role") }));
    const ContextEntries = [entry("aws:username", "string", "bea")];
    assert.ok(asked("aws:username", "bea", { CallerArn: ann, ContextEntries }));
  });
});
