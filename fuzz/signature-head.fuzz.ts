import assert from "node:assert/strict";
import { hash } from "node:crypto";
import {
  type CredentialRules,
  deriveSigningKey,
  readCredential,
  type SignedMessage,
  serviceSignings,
  verify,
} from "@portcullis/wire";
import { signedPost } from "../bench/rig/signed-post.ts";
import { hashing } from "../packages/server/src/hashing.ts";
import { mutateText } from "./support/mutate.ts";
import type { Random } from "./support/random.ts";
import type { FuzzTarget } from "./target.ts";

const key = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const rules: CredentialRules = { services: new Map([["sts", serviceSignings.query]]) };
const body = "Action=GetCallerIdentity&Version=2011-06-15";
const bodyHash = hash("sha256", body, "hex");
const time = Date.UTC(2026, 0, 1);

function signedMessage(): SignedMessage {
  const bytes = signedPost(4580, key, { service: "sts", body }, time).toString("latin1");
  const [, ...lines] = bytes.slice(0, bytes.indexOf("\r\n\r\n")).split("\r\n");
  const headers = lines.flatMap((line) => [
    line.slice(0, line.indexOf(":")),
    line.slice(line.indexOf(":") + 2),
  ]);
  return { method: "POST", target: "/", headers };
}

/** Changes the target or a header, or adds, drops, doubles or moves one. */
function mutateHead(random: Random, { method, target, headers }: SignedMessage): SignedMessage {
  const at = 2 * random.int(headers.length / 2);
  const pair = headers.slice(at, at + 2);
  const changed = [...headers];
  switch (random.int(6)) {
    case 0:
      return { method, target: mutateText(random, target, 3), headers };
    case 1:
      changed.splice(at, 2);
      break;
    case 2:
      changed.push(...pair);
      break;
    case 3:
      changed[at] = mutateText(random, changed[at] ?? "", 2);
      break;
    case 4:
      changed.push(
        random.pick(["x-amz-security-token", "X-Amz-Date", "transfer-encoding", "Host", "date"]),
        pair[1] ?? "",
      );
      break;
    default:
      changed[at + 1] = mutateText(random, changed[at + 1] ?? "", 2);
  }
  return { method: random.once(20) ? mutateText(random, method, 1) : method, target, headers: changed };
}

/** What a signature covers: the values of the signed headers, without blanks at their ends and doubled inside. */
function covered({ method, headers }: SignedMessage, names: readonly string[]): string {
  const values = names.map((name) =>
    headers.flatMap((each, at) =>
      at % 2 === 0 && each.toLowerCase() === name ? [(headers[at + 1] ?? "").trim().replace(/ +/g, " ")] : [],
    ),
  );
  return JSON.stringify([method, values]);
}

export const target: FuzzTarget = {
  component: "wire",
  property:
    "Any head is read without an exception, and none verifies whose signed part is not the one that was signed.",
  seconds: 15,
  prepare() {
    const original = signedMessage();
    const reading = readCredential(original, time, rules, hashing);
    assert.ok(reading.kind === "presented");
    const { date, region, service, signedHeaders } = reading.presented;
    const signingKey = deriveSigningKey(key.secretAccessKey, date, region, service, hashing);
    assert.ok(verify(original, reading.presented, bodyHash, signingKey, hashing).ok);
    return {
      step(random) {
        let message = original;
        for (let count = 1 + random.int(3); count > 0; count -= 1) message = mutateHead(random, message);
        const read = readCredential(message, time, rules, hashing);
        if (read.kind !== "presented") return;
        const verified = verify(message, read.presented, bodyHash, signingKey, hashing);
        if (!verified.ok) return;
        assert.deepEqual(read.presented.signedHeaders, signedHeaders);
        assert.equal(covered(message, signedHeaders), covered(original, signedHeaders));
      },
    };
  },
};
