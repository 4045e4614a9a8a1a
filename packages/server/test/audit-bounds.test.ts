import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { bounds } from "../src/audit/bounds.table.ts";
import { eventRows } from "../src/audit/event.ts";
import { allOperations, call, modelOperation, OTHER, onlyEvent, session } from "./audit-samples.ts";

const createUser = modelOperation("iam", "CreateUser");
const createRole = modelOperation("iam", "CreateRole");
const createPolicy = modelOperation("iam", "CreatePolicy");

/** What takes the most room: escaped to six characters, three bytes long, half of a character. */
const hostile = ["\u0000", "中", "\ud800"];

/** Says to have every member, and that it is this text. */
function everyMember(text: string): unknown {
  const descriptor = { configurable: true, enumerable: true, value: text };
  return new Proxy({}, { getOwnPropertyDescriptor: () => descriptor, get: () => text });
}

describe("the size of a record", () => {
  test("has room for the largest policy that is accepted", () => {
    const document = JSON.stringify({ Statement: "x".repeat(6100) }, undefined, 4);
    const { record } = onlyEvent(
      call(createPolicy, { input: { PolicyName: "P", PolicyDocument: document } }),
    );
    assert.equal(record.requestParameters.policyDocument, document);
  });

  test("is kept by cutting one long text, and says so", () => {
    const input = { RoleName: "R", AssumeRolePolicyDocument: "x".repeat(131_072), Description: "short" };
    const { record } = onlyEvent(call(createRole, { input }));
    const { assumeRolePolicyDocument, roleName, description } = record.requestParameters;
    assert.equal(assumeRolePolicyDocument, `${"x".repeat(bounds.value)}...[truncated]`);
    assert.deepEqual([roleName, description], ["R", "short"]);
  });

  test("is kept by shortening all that is long where there is too much of it", () => {
    const tags = Array.from({ length: 5000 }, (_, at) => ({ Key: `key-${at}`, Value: "v".repeat(200) }));
    const { row, record } = onlyEvent(call(createUser, { input: { UserName: "Ann", Tags: tags } }));
    assert.equal(record.requestParameters.omitted, true);
    assert.equal(record.requestParameters.userName, "Ann");
    assert.equal(record.requestParameters.tags.length, bounds.shortList);
    assert.ok(Buffer.byteLength(row.record) < bounds.record);
  });

  test("is kept whatever is asked for and answered", () => {
    const some = [modelOperation("sts", "AssumeRole"), ...allOperations.filter((_, at) => at % 7 === 0)];
    for (const unit of hostile) {
      const values = everyMember(unit.repeat(20_000));
      const text = unit.repeat(10_000);
      const caller = session({
        tags: Array.from({ length: 50 }, (_, at) => ({
          key: `${at}${unit.repeat(120)}`,
          value: unit.repeat(256),
        })),
        transitiveTagKeys: Array.from({ length: 50 }, (_, at) => `${at}${unit.repeat(120)}`),
      });
      for (const of of some) {
        const rows = [
          ...eventRows(
            call(of, { input: values, output: values, readOnly: false, otherAccounts: [OTHER], caller }),
          ),
          ...eventRows(
            call(of, { input: values, userAgent: text, host: text, failure: { code: text, message: text } }),
          ),
        ];
        for (const { record, resources } of rows) {
          assert.ok(Buffer.byteLength(record) <= bounds.record, `${of.name} ${Buffer.byteLength(record)}`);
          JSON.parse(record);
          assert.ok(resources.length <= bounds.resources);
          for (const { name } of resources) assert.ok(name.length <= bounds.resourceName + 20);
        }
      }
    }
  });

  test("costs no more than the bound to work out, however much was sent", () => {
    let read = 0;
    const tags = new Proxy(new Array<unknown>(1_000_000).fill(undefined), {
      get(target, name, receiver) {
        if (typeof name === "string" && /^\d+$/.test(name)) {
          read++;
          return { Key: "k", Value: "v" };
        }
        return Reflect.get(target, name, receiver);
      },
    });
    onlyEvent(call(createUser, { input: { UserName: "Ann", Tags: tags } }));
    assert.ok(read > 0 && read < 10_000, String(read));
  });
});

describe("text that would forge a line or move a terminal", () => {
  test("is escaped, and read back as it was", () => {
    const forged = 'x"},{"eventName":"Forged"}\r\n{"eventName":"Forged"}\u001b[2K\u009b2K\u2028\u202e\u0000';
    const { row, record } = onlyEvent(
      call(createUser, {
        input: { UserName: forged, Path: forged },
        userAgent: forged,
        sourceIp: forged,
        failure: { code: "AccessDenied", message: forged },
      }),
    );
    assert.equal(record.eventName, "CreateUser");
    assert.equal(record.userAgent, forged);
    assert.equal(record.errorMessage, forged);
    assert.equal(record.requestParameters.userName, forged);
    assert.doesNotMatch(row.record, /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e]/);
    assert.equal(row.record.match(/"eventName":/g)?.length, 1);
    for (const { name } of row.resources) assert.doesNotMatch(name, /\p{Cc}/u);
  });

  test("stays well-formed and one line in every column and record, whatever it is", () => {
    const unit = fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff }));
    const text = fc.array(unit, { maxLength: 60 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const input = { UserName: a, PermissionsBoundary: b, Tags: [{ Key: a, Value: b }] };
        const { row, record } = onlyEvent(call(createUser, { input, userAgent: b, host: a }));
        assert.ok(row.record.isWellFormed());
        assert.doesNotMatch(row.record, /[\x00-\x1f\x7f-\x9f]/);
        assert.equal(record.userAgent, b.toWellFormed());
        for (const { name } of row.resources) {
          assert.ok(name.isWellFormed());
          assert.doesNotMatch(name, /\p{Cc}/u);
        }
      }),
    );
  });

  test("does not break a character in two where it is cut", () => {
    const input = { RoleName: `${"x".repeat(bounds.value - 1)}😀`, AssumeRolePolicyDocument: "{}" };
    const { record } = onlyEvent(call(createRole, { input }));
    assert.ok(record.requestParameters.roleName.isWellFormed());
  });
});

test("input of the wrong shape is recorded as far as it is of the right one, and breaks nothing", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: false }), (value) => {
      const input = { UserName: value, Tags: value, Path: "/p/", PermissionsBoundary: value };
      const { record } = onlyEvent(call(createUser, { input, output: value, readOnly: false }));
      assert.equal(record.requestParameters.path, "/p/");
      onlyEvent(call(createUser, { input: value, output: { User: value } }));
    }),
  );
});
