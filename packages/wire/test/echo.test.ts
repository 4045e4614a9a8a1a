import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Operation, type Shape, serviceIds, services } from "@portcullis/aws-model";
import { type MayEcho, type Structure, validate, validationFailure } from "@portcullis/wire";

const canary = "CANARY 7f3a\u0001*";

/** A value of a shape whose every text is the canary, twice over so that it breaks most lengths. */
function poisoned(shape: Shape, depth = 0): unknown {
  switch (shape.type) {
    case "structure":
      return Object.fromEntries(
        shape.members
          .filter((member) => depth < 5 || member.shape.type === "string")
          .map((member) => [member.name, poisoned(member.shape, depth + 1)]),
      );
    case "list":
      return [poisoned(shape.member, depth + 1)];
    case "map":
      return { [canary]: poisoned(shape.value, depth + 1) };
    case "string":
      return canary.repeat(200);
    case "blob":
      return new Uint8Array();
    case "boolean":
      return true;
    default:
      return -1;
  }
}

/** What is said of an operation's members, one at a time so that no limit hides one. */
function* texts(operation: Operation, mayEcho?: MayEcho): Generator<readonly [member: string, text: string]> {
  for (const member of operation.input?.members ?? []) {
    const input = { [member.name]: poisoned(member.shape) } as Structure;
    const failure = validationFailure(operation, validate(operation, input, mayEcho));
    if (failure !== undefined) yield [member.name, JSON.stringify(failure)];
  }
}

const operations = serviceIds.flatMap((id) => Object.values(services[id].operations));

describe("attack: a secret in a field that is refused", () => {
  it("is repeated by no operation where the caller allows none", () => {
    let said = 0;
    for (const operation of operations) {
      for (const [member, text] of texts(operation, () => false)) {
        said++;
        assert.ok(!text.includes("CANARY"), `${operation.name}.${member}: ${text}`);
      }
    }
    assert.ok(said > 400);
  });

  it("is repeated by no operation in a member that is named like one", () => {
    const secretive = /password|token|code|secret|seed|assertion|verifier|privatekey/i;
    for (const operation of operations) {
      for (const [member, text] of texts(operation)) {
        if (secretive.test(member))
          assert.ok(!text.includes("CANARY"), `${operation.name}.${member}: ${text}`);
      }
    }
  });

  it("makes no text long", () => {
    for (const operation of operations) {
      for (const [member, text] of texts(operation, () => true)) {
        assert.ok(text.length < 16_384, `${operation.name}.${member}: ${text.length}`);
      }
    }
  });
});
