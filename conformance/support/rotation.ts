/** Rotations to be tried: an installation of two accounts, its nodes, and what holds when one is done. */
import assert from "node:assert/strict";
import { afterEach, beforeEach } from "node:test";
import type { MasterKeys } from "@portcullis/keys";
import type { Storage } from "@portcullis/storage";
import { rotationStatus, startRotation } from "../../packages/server/src/keys/rotation.ts";
import { callsOf, credentialsIn, done } from "./calls.ts";
import type { Driver, Opened } from "./drivers.ts";
import { keptNumbers, keptSecrets } from "./kept-keys.ts";
import { keepAccounts, type Node, type NodeOptions, startNode } from "./runtime-nodes.ts";
import type { Credentials } from "./server.ts";

const numbers = ["111111111111", "222222222222"];
export const accountRealms = numbers.map((number) => `account/${number}`);

/** What a test works on: an installation and nodes of its own. */
export interface RotationFixture {
  storage: Storage;
  masterKeys: MasterKeys;
  /** The operator's root user, and the other account's. */
  root: Credentials;
  other: Credentials;
  nodes: Node[];
  /** Starts another node, which ends with the test. */
  node(over?: Storage, keys?: MasterKeys, options?: NodeOptions): Promise<Node>;
}

/** A fixture that is new in each test of the suite. */
export function rotationFixture({ open }: Driver): RotationFixture {
  let opened: Opened;
  const fixture = {
    async node(
      over: Storage = fixture.storage,
      keys: MasterKeys = fixture.masterKeys,
      options?: NodeOptions,
    ) {
      const started = await startNode(over, keys, options);
      fixture.nodes.push(started);
      return started;
    },
  } as RotationFixture;
  beforeEach(async () => {
    opened = await open();
    const { storage } = opened;
    const { masterKeys, roots } = await keepAccounts(storage, numbers);
    const [root, other] = roots as [Credentials, Credentials];
    Object.assign(fixture, { storage, masterKeys, root, other, nodes: [] });
  });
  afterEach(async () => {
    for (const node of fixture.nodes) await node.stop();
    await opened.remove();
  });
  return fixture;
}

export async function stage(of: Node): Promise<string> {
  const rotation = await rotationStatus(of.runtime);
  return rotation.ok ? rotation.status.stage : rotation.problem;
}

export async function begin(of: Node): Promise<void> {
  const rotation = await startRotation(of.runtime);
  assert.ok(rotation.ok, rotation.ok ? "" : rotation.problem);
}

export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    assert.ok(performance.now() - began < 20_000, `not yet: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const settled = (of: Node) =>
  until("the rotation is settled", async () => (await stage(of)) === "settled");

/** The credentials of a session that these open. */
export async function sessionOf(door: Node, credentials: Credentials): Promise<Credentials> {
  return credentialsIn(await done(callsOf(door, credentials).sts("GetSessionToken")));
}

/** Everything is sealed with the newest key at rest, which is the only one of its purpose. */
export async function assertSealedAnew(storage: Storage, count: number): Promise<void> {
  const [only, ...others] = await keptNumbers(storage, "at-rest");
  assert.deepEqual(others, [], "the old key is gone");
  assert.ok(only !== undefined && only > 7);
  const secrets = await keptSecrets(storage, ["installation", ...accountRealms]);
  assert.equal(secrets.length, count);
  assert.deepEqual([...new Set(secrets.map(({ number }) => number))], [only]);
}
