/** Several nodes issue outbound tokens of one account as one server would. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openMemory, type Storage } from "@portcullis/storage";
import { type Trusted, verifyToken } from "../packages/services/test/verify-token.ts";
import { callsOf, done, textOf } from "./support/calls.ts";
import { keepAccounts, NEVER, type Node, startNode } from "./support/runtime-nodes.ts";
import type { Credentials } from "./support/server.ts";

const account = "111111111111";
const token = { "Audience.member.1": "shop", SigningAlgorithm: "ES384" };

describe("two nodes", () => {
  let storage: Storage;
  let root: Credentials;
  const nodes: Node[] = [];
  before(async () => {
    storage = await openMemory();
    const kept = await keepAccounts(storage, [account]);
    root = kept.roots[0]!;
    for (const _ of [0, 1]) nodes.push(await startNode(storage, kept.masterKeys, { keysEvery: NEVER }));
  });
  after(async () => {
    for (const node of nodes) await node.stop();
    await storage.close();
  });

  /** What a node publishes of the issuer, wherever others are told to look. */
  async function published(node: Node, url: string): Promise<{ readonly keys: Trusted["keys"] }> {
    const answer = await fetch(`${node.endpoint}${new URL(url).pathname}/.well-known/jwks.json`);
    assert.equal(answer.status, 200);
    return (await answer.json()) as { readonly keys: Trusted["keys"] };
  }

  test("that are asked at once enable it once, and the other one knows the keys at the very next call", async () => {
    const answers = await Promise.all(
      nodes.map((node) => callsOf(node, root).iam("EnableOutboundWebIdentityFederation")),
    );
    const made = answers.filter(({ status }) => status === 200);
    assert.equal(made.length, 1);
    assert.deepEqual(answers.map(({ code }) => code).filter(Boolean), ["FeatureEnabled"]);
    const url = textOf(made[0]!, "IssuerIdentifier");
    const [first, second] = await Promise.all(nodes.map((node) => published(node, url)));
    assert.deepEqual(first, second);
    assert.equal(first?.keys.length, 2);
    for (const node of nodes) {
      const answer = await done(callsOf(node, root).sts("GetWebIdentityToken", token));
      const trusted = { issuer: url, audience: "shop", keys: first?.keys ?? [], now: Date.now() };
      verifyToken(textOf(answer, "WebIdentityToken"), trusted);
    }
  });
});
