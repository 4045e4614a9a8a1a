/** A server that is killed in the middle of its work, again and again, over the same data. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CreateUserCommand } from "@aws-sdk/client-iam";
import { startChild } from "./support/child-server.ts";
import { clientsOf } from "./support/clients.ts";
import { allIsThere } from "./support/kept.ts";
import { readRootCredentials } from "./support/server.ts";
import { type Acknowledged, nothingYet, work } from "./support/workload.ts";

const rounds = process.env.PORTCULLIS_SOAK === undefined ? 3 : 20;
const workers = 6;
const folder = mkdtempSync(join(tmpdir(), "portcullis-kill-"));
const path = join(folder, "data");
after(() => rmSync(folder, { recursive: true }));

test(`every acknowledged change and its event outlive ${rounds} kills, and none is there in half`, async () => {
  const told: Acknowledged[] = [];
  for (let round = 0; round <= rounds; round++) {
    await using server = await startChild(["--data-dir", path]);
    const root = readRootCredentials(path);
    const clients = clientsOf(server, root);
    await allIsThere(told, server, clients).catch((cause) => {
      throw new Error(`after ${round} kills; the server: ${server.log()}`, { cause });
    });
    if (round === rounds) {
      assert.equal(await server.stop(), 0);
      break;
    }
    const next = nothingYet();
    told.push(next);
    let left = randomInt(20, 120);
    const acknowledged = () => {
      if (--left === 0) void server.kill();
    };
    await Promise.all(
      Array.from({ length: workers }, () => work(clientsOf(server, root), next, acknowledged)),
    );
    assert.ok(left <= 0, "the server ended before it was killed");
  }
});

test("of clients that race to create one name, in any case, one wins and the others are told", async () => {
  // An id that spells no account is the operator's to choose.
  const root = { accessKeyId: "root", secretAccessKey: "the-secret-of-a-test" };
  await using server = await startChild(["--ephemeral"], {
    PORTCULLIS_ROOT_ACCESS_KEY_ID: root.accessKeyId,
    PORTCULLIS_ROOT_SECRET_ACCESS_KEY: root.secretAccessKey,
  });
  const racers = [1, 2, 3, 4].map(() => clientsOf(server, root));
  for (let round = 0; round < 20; round++) {
    const names = [`Racer${round}`, `RACER${round}`, `racer${round}`, `Racer${round}`];
    const outcomes = await Promise.allSettled(
      racers.map(({ iam }, at) => iam.send(new CreateUserCommand({ UserName: names[at] }))),
    );
    const won = outcomes.filter(({ status }) => status === "fulfilled");
    assert.equal(won.length, 1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") assert.equal(outcome.reason.name, "EntityAlreadyExistsException");
    }
  }
});
