/** A backup of a running server, and what it is restored to. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type DumpPart, openSqlite } from "@portcullis/storage";
import { makeAccounts } from "./support/accounts.ts";
import { backup, emptyPlace, linesOfBackup, type Made, restored } from "./support/backup.ts";
import { type Calls, callsOf, credentialsIn, done, eventsOf, newUser, textOf } from "./support/calls.ts";
import { startChild } from "./support/child-server.ts";
import { clientsOf } from "./support/clients.ts";
import { furnish, listsOf } from "./support/furnished-account.ts";
import { changesAreThere, keptBy, nothingIsHalf } from "./support/kept.ts";
import { type Credentials, readRootCredentials, startDurable, type TestServer } from "./support/server.ts";
import { nothingYet, work } from "./support/workload.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-backup-"));
const umask = process.umask();
const [here, there] = ["111111111111", "222222222222"] as const;
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** What every list of an account says, and what a few reads of single things do. */
async function walk(by: Calls, account: string): Promise<Readonly<Record<string, string>>> {
  const PolicyArn = `arn:aws:iam::${account}:policy/p0`;
  const reads: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ...Object.fromEntries(
      Object.entries(listsOf(account)).map(([action, input]) => [action, { ...input, MaxItems: "1000" }]),
    ),
    GetUser: { UserName: "u0" },
    GetRole: { RoleName: "r0" },
    GetPolicy: { PolicyArn },
    GetPolicyVersion: { PolicyArn, VersionId: "v2" },
    GetUserPolicy: { UserName: "u0", PolicyName: "n0" },
    GetInstanceProfile: { InstanceProfileName: "i0" },
    GetAccountSummary: {},
  };
  const said: Record<string, string> = {};
  for (const [action, input] of Object.entries(reads)) {
    const { body } = await done(by.iam(action, input));
    said[action] = body.replace(/<RequestId>.*?<\/RequestId>/, "");
  }
  return said;
}

/** The issuer of an account, and the keys that a server publishes of it. */
async function jwksOf(server: TestServer, by: Calls): Promise<readonly string[]> {
  const url = textOf(await done(by.iam("GetOutboundWebIdentityFederationInfo")), "IssuerIdentifier");
  const { pathname } = new URL(url);
  const answer = await fetch(`${server.endpoint}${pathname}/.well-known/jwks.json`);
  assert.equal(answer.status, 200);
  return [url, await answer.text()];
}

/** The rows of some tables as a stopped server left them, in order. */
async function rowsIn(place: string, tables: readonly string[]): Promise<readonly string[]> {
  const storage = await openSqlite({ path: join(place, "portcullis.db") });
  const rows: string[] = [];
  for await (const part of storage.dump() as AsyncIterable<DumpPart>) {
    if (tables.includes(part.table))
      for (const row of part.rows) rows.push(JSON.stringify([part.table, row]));
  }
  await storage.close();
  return rows.sort();
}

describe("a backup", () => {
  const place = join(folder, "original");
  let server: TestServer;
  let operator: Calls;
  let tenant: Calls;
  let session: Calls;
  let marker: string;
  let made: Made;
  const earlier: Record<string, unknown> = {};

  before(async () => {
    const roots = await makeAccounts(place, [here, there]);
    server = await startDurable(place, { root: roots[0] as Credentials });
    [operator, tenant] = roots.map((each) => callsOf(server, each)) as [Calls, Calls];
    await Promise.all([furnish(operator, here), furnish(tenant, there)]);
    const ann = await newUser(server, operator, "ann");
    session = callsOf(server, credentialsIn(await done(ann.sts("GetSessionToken"))));
    await done(session.sts("GetCallerIdentity"));
    marker = textOf(await done(operator.iam("ListUsers", { MaxItems: "1" })), "Marker");
    await done(tenant.iam("EnableOutboundWebIdentityFederation"));
    earlier.issuer = await jwksOf(server, tenant);
    earlier.here = await walk(operator, here);
    earlier.there = await walk(tenant, there);
    earlier.events = await eventsOf(operator);
    made = await backup(operator);
  });
  after(() => server.stop());

  test("is a file of the server's own place and name, private, and as large and with the sum as told", () => {
    assert.equal(join(place, "backups", basename(made.Path)), made.Path);
    assert.match(basename(made.Path), /^portcullis-\d{8}T\d{9}Z-[0-9a-f-]{36}\.jsonl\.gz$/);
    const bytes = readFileSync(made.Path);
    assert.equal(bytes.length, made.Size);
    assert.equal(createHash("sha256").update(bytes).digest("hex"), made.Sha256);
    assert.equal(statSync(made.Path).mode & 0o777, 0o600);
    assert.equal(statSync(join(place, "backups")).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(join(place, "backups")), [basename(made.Path)]);
    const realms = linesOfBackup(made.Path).filter((line) => line.startsWith('["realm"'));
    assert.equal(realms.length, made.Realms);
    assert.equal(
      realms.reduce((sum, line) => sum + JSON.parse(line)[2], 0),
      made.Revisions,
    );
  });

  test("is told of by two events of the source `portcullis`, with the sum of the file: of it and of the call", async () => {
    const attribute = { AttributeKey: "EventSource", AttributeValue: "portcullis" };
    const [written, event] = await eventsOf(operator, { LookupAttributes: [attribute] });
    assert.equal(written?.EventName, "WriteBackup");
    assert.equal(written?.record.serviceEventDetails.file, basename(made.Path));
    assert.equal(written?.record.serviceEventDetails.sha256, made.Sha256);
    assert.equal(written?.record.serviceEventDetails.requestId, event?.record.requestID);
    assert.equal(event?.EventName, "CreateBackup");
    assert.equal(event?.record.responseElements.backup.sha256, made.Sha256);
    assert.equal(event?.record.readOnly, false);
  });

  test("is restored with everything that was acknowledged, byte for byte, and sessions and markers have ended", async () => {
    const target = emptyPlace(folder, "restored", place);
    const report = await restored(made.Path, target);
    assert.equal(report.sha256, made.Sha256);
    const again = await startDurable(target, { root: operator.credentials });
    try {
      const [own, other] = [operator, tenant].map((calls) => callsOf(again, calls.credentials)) as [
        Calls,
        Calls,
      ];
      assert.deepEqual(await walk(own, here), earlier.here);
      assert.deepEqual(await walk(other, there), earlier.there);
      assert.deepEqual(await jwksOf(again, other), earlier.issuer);
      await done(
        other.sts("GetWebIdentityToken", { "Audience.member.1": "shop", SigningAlgorithm: "ES384" }),
      );
      const events = new Map((await eventsOf(own)).map((event) => [event.EventId, event]));
      for (const event of earlier.events as Awaited<ReturnType<typeof eventsOf>>) {
        assert.equal(events.get(event.EventId)?.text, event.text, event.EventName);
      }
      const [restore] = await eventsOf(own, {
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "RestoreBackup" }],
      });
      assert.equal(restore?.record.serviceEventDetails.backupSha256, made.Sha256);
      assert.equal(restore?.record.serviceEventDetails.incarnation, report.incarnation);
      const told = JSON.parse((await done(own.own("DescribeDeployment"))).body).Deployment;
      const original = JSON.parse((await done(operator.own("DescribeDeployment"))).body).Deployment;
      assert.deepEqual({ ...told, Incarnation: "" }, { ...original, Incarnation: "" });
      assert.notEqual(told.Incarnation, original.Incarnation);

      const ended = await callsOf(again, session.credentials).sts("GetCallerIdentity");
      assert.equal(ended.code, "InvalidClientTokenId");
      assert.equal((await own.iam("ListUsers", { Marker: marker })).message, "Invalid Marker.");
      await done(own.iam("CreateUser", { UserName: "after" }));
      await done(
        callsOf(again, credentialsIn(await done(own.sts("GetSessionToken")))).sts("GetCallerIdentity"),
      );
    } finally {
      await again.stop();
    }
    const kept = (await rowsIn(target, ["event"])).map((row) => JSON.parse(row)[1].id);
    const lines = linesOfBackup(made.Path);
    const backedUp = lines.filter((line) => line.startsWith('["event"')).map((line) => JSON.parse(line)[4]);
    assert.ok(backedUp.length > 50 && backedUp.every((id) => kept.includes(id)));
  });

  test("leaves every row but keys and deployment as it was", async () => {
    const target = emptyPlace(folder, "rows", place);
    await restored(made.Path, target);
    const rows = await rowsIn(target, ["realm", "entity"]);
    const lines = linesOfBackup(made.Path).filter((line) => /^\["(realm|entity)"/.test(line));
    assert.equal(rows.length, lines.length);
    const inBackup = lines.map((line) => JSON.stringify(JSON.parse(line).slice(1)));
    const inDatabase = rows.map((row) => JSON.stringify(Object.values(JSON.parse(row)[1])));
    assert.deepEqual(inDatabase.sort(), inBackup.sort());
    // Of the keys those of what is kept stay; of what was handed out no old one opens anything any more.
    const old = linesOfBackup(made.Path)
      .filter((line) => line.startsWith('["key"'))
      .map((line) => JSON.parse(line));
    const keys = (await rowsIn(target, ["key"])).map((row) => JSON.parse(row)[1]);
    assert.equal(keys.length, old.length);
    for (const [, number, purpose] of old) {
      const stays = purpose === "at-rest" || purpose === "spool";
      assert.equal(
        keys.some((key) => key.number === number && key.purpose === purpose),
        stays,
        purpose,
      );
    }
  });

  test("is restored as another deployment, whose sessions the original refuses, and the other way round", async () => {
    const target = emptyPlace(folder, "clone", place);
    const report = await restored(made.Path, target, true);
    const clone = await startDurable(target, { root: operator.credentials });
    try {
      const own = callsOf(clone, operator.credentials);
      const told = JSON.parse((await done(own.own("DescribeDeployment"))).body).Deployment;
      assert.equal(told.DeploymentId, report.deploymentId);
      assert.ok(!made.Path.includes(told.DeploymentId));
      assert.deepEqual(await walk(own, here), earlier.here);
      const theirs = callsOf(clone, tenant.credentials);
      await done(theirs.sts("GetCallerIdentity"));
      // Whoever trusts the original's issuer does not trust the clone.
      assert.equal((await theirs.iam("GetOutboundWebIdentityFederationInfo")).code, "FeatureDisabled");
      for (const [issuer, other] of [
        [server, clone],
        [clone, server],
      ] as const) {
        const by = callsOf(issuer, operator.credentials);
        const token = credentialsIn(await done(by.sts("GetSessionToken")));
        await done(callsOf(issuer, token).sts("GetCallerIdentity"));
        assert.equal((await callsOf(other, token).sts("GetCallerIdentity")).code, "InvalidClientTokenId");
      }
      const second = await backup(own);
      const third = emptyPlace(folder, "clone-of-clone", target);
      await restored(second.Path, third);
    } finally {
      await clone.stop();
    }
  });
});

test("a backup that is made while clients change the account holds what was acknowledged before, and nothing in half", async () => {
  const place = join(folder, "busy");
  const told = nothingYet();
  let copy: typeof told | undefined;
  let made: Made | undefined;
  await using server = await startChild(["--data-dir", place]);
  const credentials = readRootCredentials(place);
  let acknowledged = 0;
  let backing: Promise<void> | undefined;
  const act = async (): Promise<void> => {
    copy = structuredClone(told);
    made = await backup(callsOf(server, credentials));
    await server.kill();
  };
  await Promise.all(
    Array.from({ length: 4 }, () =>
      work(clientsOf(server, credentials), told, () => {
        acknowledged += 1;
        if (acknowledged === 60) backing = act();
      }),
    ),
  );
  await backing;
  assert.ok(made !== undefined && copy !== undefined && copy.changes.size >= 60);
  const target = emptyPlace(folder, "from-busy", place);
  await restored(made.Path, target);
  assert.ok(existsSync(join(target, "portcullis.db")));
  await using again = await startDurable(target, { root: credentials });
  const kept = await keptBy(clientsOf(again, credentials));
  // A user who was deleted after the call began may be in the backup, or not.
  changesAreThere({ ...copy, leaving: told.leaving }, kept);
  nothingIsHalf(kept);
});
