import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsServiceIds, type Operation, type ServiceModel, services } from "@portcullis/aws-model";
import {
  decodeJson,
  decodeQuery,
  encode,
  findJsonOperation,
  findQueryOperation,
  hasFormBody,
  outputQuirks,
  parseForm,
  type Structure,
} from "@portcullis/wire";
import fc from "fast-check";
import { valuesOf } from "./support/arbitrary.ts";
import { plain } from "./support/plain.ts";
import { clientOf, forSdk, type SentRequest } from "./support/sdk.ts";

const bytesOf = (body: string | Uint8Array | undefined): Uint8Array => Buffer.from(body ?? "");

/** What this server makes of a request: the operation that it finds and the input that it decodes. */
function read(service: ServiceModel, request: SentRequest): { operation: Operation; input: unknown } {
  const head = {
    method: request.method,
    contentType: request.headers["content-type"],
    target: request.headers["x-amz-target"],
  };
  const body = bytesOf(request.body);
  if (service.protocol === "json") {
    const found = findJsonOperation(service, head);
    assert.ok(found.ok);
    const decoded = decodeJson(found.operation, body);
    assert.ok(decoded.ok);
    return { operation: found.operation, input: decoded.input };
  }
  assert.ok(hasFormBody(head));
  const parsed = parseForm("", body);
  assert.ok(parsed.ok);
  const found = findQueryOperation(service, parsed.form);
  assert.ok(found.ok);
  const decoded = decodeQuery(found.operation, parsed.form);
  assert.ok(decoded.ok);
  return { operation: found.operation, input: decoded.input };
}

/** The text of documents that answers carry percent-encoded, as every client decodes it. */
function withDocumentsDecoded(service: ServiceModel, operation: Operation, output: unknown): unknown {
  const quirks = outputQuirks[service.id];
  const visit = (shape: Operation["output"] & object, value: Record<string, unknown>): unknown =>
    Object.fromEntries(
      shape.members
        .filter((member) => value[member.name] !== undefined)
        .map(({ name, shape: inner }) => {
          const held = value[name];
          if (quirks.has(`${shape.name}.${name}`)) return [name, decodeURIComponent(held as string)];
          if (inner.type === "structure") return [name, visit(inner, held as Record<string, unknown>)];
          if (inner.type !== "list" || inner.member.type !== "structure") return [name, held];
          const item = inner.member;
          return [name, (held as Record<string, unknown>[]).map((each) => visit(item, each))];
        }),
    );
  return operation.output === undefined ? output : visit(operation.output, output as Record<string, unknown>);
}

for (const id of awsServiceIds) {
  const service = services[id];
  const precision = service.protocol === "query" ? "seconds" : "milliseconds";
  const operations = Object.values(service.operations);

  describe(`the official client of ${id}`, () => {
    it("is understood in every operation", async () => {
      let sent: SentRequest | undefined;
      const call = clientOf(id, (request) => {
        sent = request;
        return {
          status: 200,
          contentType: "text/xml",
          body: service.protocol === "json" ? "{}" : "<A><B/></A>",
        };
      });
      for (const operation of operations) {
        const inputs = operation.input === undefined ? fc.constant({}) : valuesOf(operation.input, precision);
        for (const input of fc.sample(inputs, 2)) {
          await call(operation.name, operation.input === undefined ? input : forSdk(operation.input, input));
          const got = read(service, sent!);
          assert.equal(got.operation, operation);
          assert.deepEqual(plain(got.input), plain(input), operation.name);
        }
      }
    });

    it("understands the answers of every operation", async () => {
      let answer = { status: 200, contentType: "", body: "" };
      const call = clientOf(id, () => answer);
      for (const operation of operations) {
        const outputs =
          operation.output === undefined ? fc.constant({}) : valuesOf(operation.output, precision);
        for (const output of fc.sample(outputs, 2)) {
          answer = encode(service, operation, output as Structure, "request-1");
          const got = await call(operation.name, {});
          const decoded = withDocumentsDecoded(service, operation, got);
          assert.deepEqual(plain(decoded), plain(output), `${operation.name}: ${answer.body}`);
        }
      }
    });
  });
}
