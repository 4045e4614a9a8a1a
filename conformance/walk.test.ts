/** Everything that IAM tells of an account is told alike by the next server over its database, and by another node. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";
import { openPostgres } from "@portcullis/storage";
import { testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { makeAccounts } from "./support/accounts.ts";
import { type Calls, callsOf, credentialsIn, done, type Parameters } from "./support/calls.ts";
import { filledFrom, makeAll } from "./support/change-runner.ts";
import { refused } from "./support/changes.table.ts";
import { startNodes } from "./support/nodes.ts";
import { reads } from "./support/reads.table.ts";
import { type Credentials, type Door, startDurable } from "./support/server.ts";

const account = "123456789012";
const folder = mkdtempSync(join(tmpdir(), "portcullis-walk-"));
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** Makes a key and uses it; gives its id. */
async function use(door: Door, root: Calls): Promise<string> {
  await done(root.iam("CreateUser", { UserName: "Una" }));
  const key = credentialsIn(await done(root.iam("CreateAccessKey", { UserName: "Una" })));
  await callsOf(door, key).sts("GetCallerIdentity");
  return key.accessKeyId;
}

type Walk = Readonly<Record<string, string>>;

/** What each read answers, but the request's id and where the next page begins, which is sealed anew each time. */
async function walk(root: Calls, made: Parameters, used: string): Promise<Walk> {
  const answers: Record<string, string> = {};
  for (const [action, parameters] of [...reads, ["GetAccessKeyLastUsed", { AccessKeyId: used }] as const]) {
    const { body } = await done(root.iam(action, filledFrom(made, parameters)));
    answers[`${action} ${JSON.stringify(parameters)}`] = body.replace(/<(RequestId|Marker)>[^<]*</g, "<$1><");
  }
  return answers;
}

describe("a walk over all that IAM reads", () => {
  test("calls every Get and List operation", () => {
    const offered = Object.keys(services.iam.operations).filter(
      (name) =>
        handlerOf("iam", name)?.kind === "offered" && /^(?:Get|List)/.test(name) && !refused.has(name),
    );
    assert.deepEqual(reads.map(([action]) => action).sort(), offered.sort());
  });

  test("is answered alike byte for byte after a restart", async () => {
    const path = join(folder, "data");
    const [root] = (await makeAccounts(path, [account])) as [Credentials];
    const before = await startDurable(path, { root });
    const made = await makeAll(before, callsOf(before, root));
    const used = await use(before, callsOf(before, root));
    const recorded = await walk(callsOf(before, root), made, used);
    await before.stop();
    await using later = await startDurable(path, { root });
    assert.deepEqual(await walk(callsOf(later, root), made, used), recorded);
    assert.match(recorded[`GetAccessKeyLastUsed {"AccessKeyId":"${used}"}`] ?? "", /<ServiceName>sts</);
  });

  test("is answered alike byte for byte by another node, which knows last uses once they were written", async () => {
    const database = await testDatabase();
    const open = () => openPostgres({ url: database.url });
    await using cluster = await startNodes({ open, accounts: [account] });
    const [one, other] = cluster.nodes;
    assert.ok(one !== undefined && other !== undefined);
    const made = await makeAll(one, callsOf(one, cluster.root));
    const used = await use(one, callsOf(one, cluster.root));
    const recorded = await walk(callsOf(one, cluster.root), made, used);
    // Whoever stops writes what it noted.
    await one.stop();
    assert.deepEqual(await walk(callsOf(other, cluster.root), made, used), recorded);
  });
});
