/** Several nodes issue outbound tokens of one account as one server would. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openMemory, type Storage } from "@portcullis/storage";
import { rotateOutboundKeys } from "../packages/server/src/issuers/rotate-outbound-keys.ts";
import { type Trusted, verifyToken } from "../packages/services/test/verify-token.ts";
import { callsOf, done, textOf } from "./support/calls.ts";
import { keptSecrets, ownEvents } from "./support/kept-keys.ts";
import { keepAccounts, NEVER, type Node, startNode } from "./support/runtime-nodes.ts";
import type { Credentials } from "./support/server.ts";

const account = "111111111111";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const token = { "Audience.member.1": "shop", SigningAlgorithm: "ES384" };

describe("two nodes", () => {
  let storage: Storage;
  let root: Credentials;
  const nodes: Node[] = [];
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  before(async () => {
    storage = await openMemory();
    const kept = await keepAccounts(storage, [account]);
    root = kept.roots[0]!;
    for (const _ of [0, 1])
      nodes.push(await startNode(storage, kept.masterKeys, { keysEvery: NEVER, clock }));
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

  /** Both nodes look at once for what is due. Gives the keys of the first token after that, and of all that are published. */
  async function renew(): Promise<{ readonly signs: unknown; readonly published: readonly unknown[] }> {
    await Promise.all(nodes.map((node) => rotateOutboundKeys(node.runtime, new AbortController().signal)));
    const [node] = nodes as [Node];
    const calls = callsOf(node, root);
    const url = textOf(await done(calls.iam("GetOutboundWebIdentityFederationInfo")), "IssuerIdentifier");
    const { keys } = await published(node, url);
    const answer = await done(calls.sts("GetWebIdentityToken", token));
    const trusted = { issuer: url, audience: "shop", keys, now: clock.now() };
    const { header } = verifyToken(textOf(answer, "WebIdentityToken"), trusted);
    return { signs: header.kid, published: keys.map(({ kid }) => kid) };
  }

  test("renew the keys once, announce them for a day before they sign, and publish the old ones for an hour after", async () => {
    const first = await renew();
    assert.equal(first.published.length, 2);
    ahead += 90 * DAY;
    const announced = await renew();
    assert.equal(announced.signs, first.signs);
    assert.equal(announced.published.length, 4);
    assert.deepEqual((await renew()).published, announced.published);
    ahead += DAY;
    const signing = await renew();
    assert.ok(!first.published.includes(signing.signs) && announced.published.includes(signing.signs));
    assert.deepEqual(signing.published, announced.published);
    ahead += 65 * MINUTE;
    const after = await renew();
    assert.deepEqual([after.signs, after.published.length], [signing.signs, 2]);
    const kept = (await keptSecrets(storage, ["installation"])).filter(({ kind }) => kind === "outbound-key");
    assert.deepEqual(new Set(kept.map(({ id }) => id)), new Set(after.published));
    const events = await ownEvents(storage, `account/${account}`);
    const [made, over] = events.filter(({ name }) => name === "RotateOutboundKeys");
    assert.match(made?.record ?? "", /"over":\[\]/);
    assert.match(over?.record ?? "", /"made":\[\]/);
    assert.equal(events.length, 2);
  });

  test("leave no key of an issuer that was disabled for an hour", async () => {
    const [node] = nodes as [Node];
    await done(callsOf(node, root).iam("DisableOutboundWebIdentityFederation"));
    ahead += 65 * MINUTE;
    await rotateOutboundKeys(node.runtime, new AbortController().signal);
    const kept = await keptSecrets(storage, ["installation"]);
    assert.deepEqual(kept, []);
    await done(callsOf(nodes[1]!, root).iam("EnableOutboundWebIdentityFederation"));
    await renew();
  });
});
