/** A backup of a running server, and what it is restored to. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { restoreBackup } from "@portcullis/server";
import { type DumpPart, openSqlite } from "@portcullis/storage";
import { makeAccounts } from "./support/accounts.ts";
import { whyNoAws } from "./support/aws-command.ts";
import { linesOfBackup } from "./support/backup.ts";
import {
  type Calls,
  callsOf,
  credentialsIn,
  done,
  eventsOf,
  newUser,
  refusal,
  textOf,
} from "./support/calls.ts";
import { startChild } from "./support/child-server.ts";
import { clientsOf } from "./support/clients.ts";
import { furnish, listsOf } from "./support/furnished-account.ts";
import { changesAreThere, keptBy, nothingIsHalf } from "./support/kept.ts";
import { policy } from "./support/policy.ts";
import {
  type Credentials,
  readRootCredentials,
  startDurable,
  startEphemeral,
  type TestServer,
} from "./support/server.ts";
import { nothingYet, work } from "./support/workload.ts";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const program = join(root, "packages/cli/bin/portcullis.js");
const folder = mkdtempSync(join(tmpdir(), "portcullis-backup-"));
const umask = process.umask();
const [here, there] = ["111111111111", "222222222222"] as const;
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** A new data directory that holds the master key of another one, and nothing else. */
function emptyPlace(name: string, from: string): string {
  const place = join(folder, name);
  mkdirSync(place, { mode: 0o700 });
  copyFileSync(join(from, "master.key"), join(place, "master.key"));
  return place;
}

async function restored(file: string, dataDirectory: string, asNewDeployment = false) {
  const report = await restoreBackup({ file, dataDirectory, masterKeyFile: undefined, asNewDeployment });
  assert.ok(!("problem" in report), JSON.stringify(report));
  return report;
}

interface Made {
  readonly Path: string;
  readonly Size: number;
  readonly Sha256: string;
  readonly Events: number;
  readonly Revisions: number;
  readonly Realms: number;
}

async function backup(by: Calls): Promise<Made> {
  return JSON.parse((await done(by.own("CreateBackup"))).body).Backup;
}

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
  const before_: Record<string, unknown> = {};

  before(async () => {
    const roots = await makeAccounts(place, [here, there]);
    server = await startDurable(place, { root: roots[0] as Credentials });
    [operator, tenant] = roots.map((each) => callsOf(server, each)) as [Calls, Calls];
    await Promise.all([furnish(operator, here), furnish(tenant, there)]);
    const ann = await newUser(server, operator, "ann");
    session = callsOf(server, credentialsIn(await done(ann.sts("GetSessionToken"))));
    await done(session.sts("GetCallerIdentity"));
    marker = textOf(await done(operator.iam("ListUsers", { MaxItems: "1" })), "Marker");
    before_.here = await walk(operator, here);
    before_.there = await walk(tenant, there);
    before_.events = await eventsOf(operator);
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

  test("is told of by an event of the source `portcullis`, with the sum of the file", async () => {
    const attribute = { AttributeKey: "EventSource", AttributeValue: "portcullis" };
    const [event] = await eventsOf(operator, { LookupAttributes: [attribute] });
    assert.equal(event?.EventName, "CreateBackup");
    assert.equal(event?.record.responseElements.backup.sha256, made.Sha256);
    assert.equal(event?.record.readOnly, false);
  });

  test("is restored with everything that was acknowledged, byte for byte, and sessions and markers have ended", async () => {
    const target = emptyPlace("restored", place);
    const report = await restored(made.Path, target);
    assert.equal(report.sha256, made.Sha256);
    const again = await startDurable(target, { root: operator.credentials });
    try {
      const [own, other] = [operator, tenant].map((calls) => callsOf(again, calls.credentials)) as [
        Calls,
        Calls,
      ];
      assert.deepEqual(await walk(own, here), before_.here);
      assert.deepEqual(await walk(other, there), before_.there);
      const events = new Map((await eventsOf(own)).map((event) => [event.EventId, event]));
      for (const event of before_.events as Awaited<ReturnType<typeof eventsOf>>) {
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
    const target = emptyPlace("rows", place);
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
    const target = emptyPlace("clone", place);
    const report = await restored(made.Path, target, true);
    const clone = await startDurable(target, { root: operator.credentials });
    try {
      const own = callsOf(clone, operator.credentials);
      const told = JSON.parse((await done(own.own("DescribeDeployment"))).body).Deployment;
      assert.equal(told.DeploymentId, report.deploymentId);
      assert.ok(!made.Path.includes(told.DeploymentId));
      assert.deepEqual(await walk(own, here), before_.here);
      await done(callsOf(clone, tenant.credentials).sts("GetCallerIdentity"));
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
      const third = emptyPlace("clone-of-clone", target);
      await restored(second.Path, third);
    } finally {
      await clone.stop();
    }
  });

  test("is made by the command, which prints file and sum, and lists what the restore brings back", async () => {
    const { accessKeyId, secretAccessKey } = operator.credentials;
    const env = {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const { stdout } = await run(process.execPath, [program, "backup"], { env });
    const [, sum, path = ""] = /^([0-9a-f]{64}) {2}(.+)\n$/.exec(stdout) ?? [];
    assert.equal(createHash("sha256").update(readFileSync(path)).digest("hex"), sum);
    const target = emptyPlace("by-command", place);
    const args = [program, "restore", path, "--data-dir", target];
    const text = (await run(process.execPath, args, { env: { PATH: process.env.PATH } })).stdout;
    assert.match(text, new RegExp(`^account ${here} \\(operator\\)$`, "m"));
    assert.match(text, new RegExp(`^ {2}access key ${accessKeyId} of root: Active, made \\S+Z$`, "m"));
    assert.match(text, /^ {2}user u0; in g0, g1; attached \S+p0, \S+p1; inline n0, n1$/m);
    assert.match(text, /^ {2}role r0; attached .+\n {4}trusts \{"Version":"2012-10-17".+\}$/m);
    const again = await run(process.execPath, args, { env: { PATH: process.env.PATH } }).catch(
      (error) => error,
    );
    assert.equal(again.code, 1);
    assert.equal(
      again.stderr,
      "portcullis restore: There is a deployment already: a restore overwrites nothing.\n",
    );
    const refused = await run(process.execPath, [program, "backup"], {
      env: { ...env, AWS_SECRET_ACCESS_KEY: "wrong" },
    }).catch((error) => error);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^portcullis backup: [^\n]+ \(InvalidSignatureException\)\.\n$/);
  });

  test("is made by the AWS CLI once it has learnt our model", async (context) => {
    const env = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"))),
      HOME: folder,
      AWS_PAGER: "",
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: operator.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: operator.credentials.secretAccessKey,
    };
    const missing = await whyNoAws(env);
    if (missing !== undefined) return context.skip(missing);
    const aws = async (...args: readonly string[]) => (await run("aws", args, { env, cwd: root })).stdout;
    await aws(
      "configure",
      "add-model",
      "--service-model",
      "file://packages/aws-model/models/portcullis.json",
    );
    const { Backup } = JSON.parse(await aws("portcullis", "create-backup"));
    assert.equal(statSync(Backup.Path).size, Backup.Size);
  });

  test("is what an operator's user may be permitted, and nobody else", async () => {
    const bob = await newUser(server, operator, "bob");
    assert.equal((await bob.own("CreateBackup")).code, "AccessDeniedException");
    const PolicyDocument = policy({ Effect: "Allow", Action: "portcullis:CreateBackup", Resource: "*" });
    await done(operator.iam("PutUserPolicy", { UserName: "bob", PolicyName: "own", PolicyDocument }));
    await backup(bob);
    assert.equal((await bob.own("DescribeDeployment")).code, "AccessDeniedException");
  });

  test("attack: the administrator of another account asks for one, and leaves an event and no file", async () => {
    const files = readdirSync(join(place, "backups"));
    for (const operation of ["CreateBackup", "DescribeDeployment"]) {
      assert.deepEqual(refusal(await tenant.own(operation)), {
        status: 400,
        code: "AccessDeniedException",
        message: `User: arn:aws:iam::${there}:root is not authorized to perform: portcullis:${operation} because the installation takes it from the operator's account only`,
      });
      const [event] = await eventsOf(tenant, {
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: operation }],
      });
      assert.equal(event?.record.errorCode, "AccessDenied");
    }
    assert.deepEqual(readdirSync(join(place, "backups")), files);
  });

  test("attack: a tool restores beside the running server, and is refused by its lock", async () => {
    const answer = await restoreBackup({
      file: made.Path,
      dataDirectory: place,
      masterKeyFile: undefined,
      asNewDeployment: false,
    });
    assert.match(
      "problem" in answer ? answer.problem : "",
      /^Another Portcullis is running on this data directory/,
    );
    await done(operator.sts("GetCallerIdentity"));
  });

  test("of an ephemeral server there is none, and it says why", async () => {
    await using ephemeral = await startEphemeral();
    const by = callsOf(ephemeral, ephemeral.root);
    assert.deepEqual(refusal(await by.own("CreateBackup")), {
      status: 400,
      code: "UnsupportedOperationException",
      message: "This server keeps nothing on disk, and has no place for a backup.",
    });
    const { Deployment } = JSON.parse((await done(by.own("DescribeDeployment"))).body);
    assert.equal(Deployment.StorageKind, "memory");
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
  const target = emptyPlace("from-busy", place);
  await restored(made.Path, target);
  assert.ok(existsSync(join(target, "portcullis.db")));
  await using again = await startDurable(target, { root: credentials });
  const kept = await keptBy(clientsOf(again, credentials));
  // A user who was deleted after the call began may be in the backup, or not.
  changesAreThere({ ...copy, leaving: told.leaving }, kept);
  nothingIsHalf(kept);
});
