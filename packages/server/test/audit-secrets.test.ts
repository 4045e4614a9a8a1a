import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Operation, Shape, StructureShape } from "@portcullis/aws-model";
import { validate, validationFailure } from "@portcullis/wire";
import fc from "fast-check";
import { eventRows } from "../src/audit/event.ts";
import {
  classified,
  fateOf,
  mayEcho,
  recordedFieldRows,
  soundsSecret,
} from "../src/audit/recorded-fields.ts";
import { allOperations, call, modelOperation } from "./audit-samples.ts";

/** A value that fills a shape: every text, byte and map key of it is a canary of its own. */
interface Planted {
  readonly canary: string;
  readonly path: readonly string[];
  readonly hidden: boolean;
}

function plant(of: Operation, shape: Shape | undefined, seed: string, into: Planted[]): unknown {
  const fill = (at: Shape, path: readonly string[], hidden: boolean, depth: number): unknown => {
    switch (at.type) {
      case "string":
      case "blob": {
        const canary = `${seed}${into.length}z`;
        into.push({ canary, path, hidden: hidden || at.sensitive });
        return at.type === "string" ? canary : Buffer.from(canary);
      }
      case "structure":
        return Object.fromEntries(
          at.members
            .filter(() => depth < 6)
            .map((member) => [
              member.name,
              fill(
                member.shape,
                [...path, member.name],
                hidden || fateOf(of.service, at, member) === "hidden",
                depth + 1,
              ),
            ]),
        );
      case "list":
        return [fill(at.member, path, hidden || at.sensitive, depth + 1)];
      case "map": {
        const value = fill(at.value, path, hidden || at.sensitive, depth + 1);
        return { [fill(at.key, path, hidden || at.sensitive, depth + 1) as string]: value };
      }
      default:
        return at.type === "boolean" ? true : 1;
    }
  };
  return shape === undefined ? undefined : fill(shape, [], false, 0);
}

/** In clear, or as base-64. */
function shows(text: string, canary: string): boolean {
  return (
    text.includes(canary) ||
    text.includes(Buffer.from(canary).toString("base64").replace(/=+$/, "").slice(0, -1))
  );
}

/** Names that must be hidden whatever the table says. */
const secrets =
  /^(SecretAccessKey|SessionToken|TokenCode|(New|Old)?Password|ServicePassword|ServiceCredentialSecret|PrivateKey|AddPrivateKey|AuthenticationCode[12]|Base32StringSeed|QRCodePNG|SAMLAssertion|WebIdentityToken|TradeInToken|ContextAssertion|EncodedMessage|DecodedMessage|CertificateBody|NextToken|Marker)$/;

function* structures(): Generator<readonly [Operation, StructureShape]> {
  for (const of of allOperations) {
    const seen = new Set<Shape>();
    const waiting: Shape[] = [of.input, of.output].filter((shape) => shape !== undefined);
    for (let shape = waiting.pop(); shape !== undefined; shape = waiting.pop()) {
      if (seen.has(shape)) continue;
      seen.add(shape);
      if (shape.type === "list") waiting.push(shape.member);
      if (shape.type === "map") waiting.push(shape.key, shape.value);
      if (shape.type !== "structure") continue;
      waiting.push(...shape.members.map((member) => member.shape));
      yield [of, shape];
    }
  }
}

describe("what is recorded", () => {
  test("is classified by a person wherever a name sounds like a secret or a value is bytes", () => {
    const missing = new Set<string>();
    for (const [{ service }, structure] of structures()) {
      for (const { name, shape } of structure.members) {
        if (!soundsSecret(name) && shape.type !== "blob") continue;
        if (classified(service, structure, name) === undefined) {
          missing.add(`${service}:${structure.name}.${name}`);
        }
      }
    }
    assert.deepEqual([...missing], []);
  });

  test("is classified by no row that means nothing", () => {
    const used = new Set<string>();
    for (const [{ service }, structure] of structures()) {
      for (const { name } of structure.members) {
        used.add(`${service}:${structure.name}.${name}`).add(`${service}:*.${name}`);
      }
    }
    assert.deepEqual(
      recordedFieldRows.filter((row) => !used.has(row)),
      [],
    );
    assert.equal(new Set(recordedFieldRows).size, recordedFieldRows.length);
  });

  test("never holds a member that the model marks as sensitive, or one of the known secrets", () => {
    let known = 0;
    for (const [{ service }, structure] of structures()) {
      for (const member of structure.members) {
        const { shape, name } = member;
        if (!shape.sensitive && !secrets.test(name)) continue;
        known++;
        assert.equal(fateOf(service, structure, member), "hidden", `${service}:${structure.name}.${name}`);
      }
    }
    assert.ok(known > 100);
  });

  test("a canary in every field of every operation shows in no event where it must not, and in those where it may", () => {
    let hiddenSeen = 0;
    fc.assert(
      fc.property(fc.stringMatching(/^q[a-z0-9]{12}$/), (seed) => {
        for (const of of allOperations) {
          const planted: Planted[] = [];
          const input = plant(of, of.input, seed, planted);
          const asked = planted.length;
          const output = plant(of, of.output, seed, planted);
          const violations = validate(of, (input ?? {}) as never, mayEcho);
          const failure = validationFailure(of, violations) ?? { code: "AccessDenied", message: "no" };
          const texts = [
            ...eventRows(call(of, { input, output, readOnly: false, otherAccounts: ["999988887777"] })),
            ...eventRows(call(of, { input, failure })),
            failure.message,
          ].map((each) => JSON.stringify(each));
          for (const { canary, path, hidden } of planted) {
            if (!hidden) continue;
            hiddenSeen++;
            for (const text of texts)
              assert.ok(!shows(text, canary), `${of.service}:${of.name} ${path.join(".")}`);
          }
          for (const { canary, path, hidden } of planted.slice(0, asked)) {
            if (hidden || path.length > 1) continue;
            assert.ok(texts[0]?.includes(canary), `${of.service}:${of.name} ${path.join(".")} is missing`);
          }
        }
      }),
      { numRuns: 5 },
    );
    assert.ok(hiddenSeen > 500);
  });

  test("nothing that is not in the model is recorded", () => {
    const of = modelOperation("iam", "CreateUser");
    const input = {
      UserName: "Ann",
      Smuggled: "canary-1",
      Tags: [{ Key: "a", Value: "b", Extra: "canary-2" }],
    };
    assert.ok(!/canary-/.test(JSON.stringify(eventRows(call(of, { input })))));
  });
});

describe("error texts", () => {
  test("repeat values of recorded members only, at any depth", () => {
    const assumeRole = modelOperation("sts", "AssumeRole");
    assert.equal(mayEcho(assumeRole, ["RoleArn"]), true);
    assert.equal(mayEcho(assumeRole, ["Tags", "Key"]), true);
    assert.equal(mayEcho(assumeRole, ["TokenCode"]), false);
    assert.equal(mayEcho(assumeRole, ["ProvidedContexts", "ContextAssertion"]), false);
    assert.equal(mayEcho(assumeRole, ["ProvidedContexts", "ProviderArn"]), true);
    assert.equal(mayEcho(assumeRole, ["NoSuchMember"]), false);
    assert.equal(mayEcho(assumeRole, []), false);
    assert.equal(mayEcho(modelOperation("iam", "ChangePassword"), ["OldPassword"]), false);
  });
});
