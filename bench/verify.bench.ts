import { createHmac, createSecretKey, hash } from "node:crypto";
import type { HmacKey } from "@portcullis/keys";
import {
  type CredentialRules,
  deriveSigningKey,
  readCredential,
  type SignedMessage,
  serviceSignings,
  verify,
} from "@portcullis/wire";
import { hashing } from "../packages/server/src/hashing.ts";
import { getCallerIdentity } from "./rig/calls.ts";
import { signedPosts } from "./rig/signed-post.ts";
import { microsecondsOf } from "./rig/timed.ts";
import type { Scenario } from "./scenario.ts";

const milliseconds = 300;
const key = {
  account: "123456789012",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const rules: CredentialRules = { services: new Map([["sts", serviceSignings.query]]) };

/** The head as node's parser would give it, and the body. */
function parse(request: Buffer): { readonly message: SignedMessage; readonly body: Buffer } {
  const end = request.indexOf("\r\n\r\n");
  const [, ...lines] = request.toString("latin1", 0, end).split("\r\n");
  const headers = lines.flatMap((line) => [
    line.slice(0, line.indexOf(":")),
    line.slice(line.indexOf(":") + 2),
  ]);
  return { message: { method: "POST", target: "/", headers }, body: request.subarray(end + 4) };
}

/** What a signature costs beside the hashes that it cannot do without: of body, canonical request and signature. */
export const scenario: Scenario = {
  title: "Reading and verifying a signed request with a known signing key",
  rounds: 9,
  units: { "hashes alone": "µs", "read and verified": "µs", "of that, reading the head": "µs" },
  bars: [{ name: "verified to hashes", of: "read and verified", to: "hashes alone", most: 4 }],
  async prepare() {
    const now = Date.now();
    const calls = Array.from({ length: 500 }, () => getCallerIdentity);
    const requests = signedPosts(4580, key, calls).map(parse);
    const read = (message: SignedMessage) => {
      const reading = readCredential(message, now, rules, hashing);
      if (reading.kind !== "presented") throw new Error(`the head is ${reading.kind}`);
      return reading.presented;
    };
    const signingKeys = new Map<string, HmacKey>();
    for (const { message } of requests) {
      const { date, region, service } = read(message);
      signingKeys.set(date, deriveSigningKey(key.secretAccessKey, date, region, service, hashing));
    }
    const anyKey = createSecretKey(Buffer.alloc(32, 7));
    const canonical = "x".repeat(420);
    const toSign = "x".repeat(140);
    const at = (index: number) => requests[index % requests.length] ?? requests[0]!;
    return [
      async () => ({
        "hashes alone": microsecondsOf((index) => {
          hash("sha256", at(index).body, "hex");
          hashing.sha256Hex(canonical);
          return createHmac("sha256", anyKey).update(toSign).digest("hex");
        }, milliseconds),
      }),
      async () => ({
        "read and verified": microsecondsOf((index) => {
          const { message, body } = at(index);
          const presented = read(message);
          const signingKey = signingKeys.get(presented.date);
          if (signingKey === undefined) throw new Error("no key was derived for this day");
          const verified = verify(message, presented, hash("sha256", body, "hex"), signingKey, hashing);
          if (!verified.ok) throw new Error(verified.failure.message);
          return verified;
        }, milliseconds),
      }),
      async () => ({
        "of that, reading the head": microsecondsOf((index) => read(at(index).message), milliseconds),
      }),
    ];
  },
};
