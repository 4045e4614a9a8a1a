/** Who may have a backup made, and by which clients. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { restoreBackup } from "@portcullis/server";
import { run as runHere } from "../packages/cli/test/run.ts";
import { testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { makeAccounts } from "./support/accounts.ts";
import { learnOwnService, newEnvironment, whyNoAws } from "./support/aws-command.ts";
import { backup, emptyPlace, placeAt } from "./support/backup.ts";
import { type Calls, callsOf, done, eventsOf, newUser, refusal } from "./support/calls.ts";
import { furnish } from "./support/furnished-account.ts";
import { policy } from "./support/policy.ts";
import { type Credentials, startDurable, startEphemeral, type TestServer } from "./support/server.ts";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const program = join(root, "packages/cli/bin/portcullis.js");
const folder = mkdtempSync(join(tmpdir(), "portcullis-backup-callers-"));
const umask = process.umask();
const [here, there] = ["111111111111", "222222222222"] as const;
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

describe("a backup", () => {
  const place = join(folder, "original");
  let server: TestServer;
  let operator: Calls;
  let tenant: Calls;

  before(async () => {
    const roots = await makeAccounts(place, [here, there]);
    server = await startDurable(place, { root: roots[0] as Credentials });
    [operator, tenant] = roots.map((each) => callsOf(server, each)) as [Calls, Calls];
    await furnish(operator, here);
  });
  after(() => server.stop());

  test("is made by the command, which prints file and sum, and lists what the restore brings back", async () => {
    const { accessKeyId, secretAccessKey } = operator.credentials;
    const env = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const { stdout } = await run(process.execPath, [program, "backup"], { env });
    const [, sum, path = ""] = /^([0-9a-f]{64}) {2}(.+)\n$/.exec(stdout) ?? [];
    assert.equal(createHash("sha256").update(readFileSync(path)).digest("hex"), sum);
    const target = emptyPlace(folder, "by-command", place);
    const args = ["restore", path, "--data-dir", target];
    const text = (await run(process.execPath, [program, ...args], { env: { PATH: process.env.PATH } }))
      .stdout;
    assert.match(text, new RegExp(`^account ${here} \\(operator\\)$`, "m"));
    assert.match(text, new RegExp(`^ {2}access key ${accessKeyId} of root: Active, made \\S+Z$`, "m"));
    assert.match(text, /^ {2}user u0; in g0, g1; attached \S+p0, \S+p1; inline n0, n1; password of 20\S+Z$/m);
    assert.match(text, /^ {2}role r0; attached .+\n {4}trusts \{"Version":"2012-10-17".+\}$/m);
    const again = await runHere(args);
    assert.equal(again.code, 1);
    assert.equal(
      again.err,
      `portcullis restore: The data directory ${target} holds a deployment already: a restore overwrites nothing, so name another with --data-dir.\n`,
    );
    const refused = await runHere(["backup"], "", { ...env, AWS_SECRET_ACCESS_KEY: "wrong" });
    assert.equal(refused.code, 1);
    assert.match(refused.err, /^portcullis backup: [^\n]+ \(InvalidSignatureException\)\.\n$/);
  });

  test("is made by the AWS CLI once it has learnt our model", async (context) => {
    if (process.env.PORTCULLIS_SOAK === undefined)
      return context.skip("the CLI reads its models for several seconds: `npm run soak` tries it");
    const env = {
      ...newEnvironment(folder),
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: operator.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: operator.credentials.secretAccessKey,
    };
    const missing = await whyNoAws(env);
    if (missing !== undefined) return context.skip(missing);
    const aws = async (...args: readonly string[]) => (await run("aws", args, { env, cwd: root })).stdout;
    await learnOwnService(env);
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
      file: (await backup(operator)).Path,
      mode: placeAt(place),
      asNewDeployment: false,
    });
    assert.match(
      "problem" in answer ? answer.problem : "",
      /^Another Portcullis is running on this data directory/,
    );
    await done(operator.sts("GetCallerIdentity"));
  });

  test("is restored into PostgreSQL once, and no data directory is made for it", async () => {
    const database = await testDatabase({ empty: true });
    const dataDirectory = join(folder, "of-a-node");
    const { url } = database;
    const restore = async () =>
      restoreBackup({
        file: (await backup(operator)).Path,
        mode: {
          ...placeAt(dataDirectory, [join(place, "master.key")]),
          database: {
            url,
            passwordFile: undefined,
            caFile: undefined,
            allowPlain: false,
            retention: undefined,
          },
        },
        asNewDeployment: false,
      });
    try {
      const first = await restore();
      assert.ok(!("problem" in first), JSON.stringify(first));
      assert.deepEqual(await restore(), {
        problem:
          "The database that --database names holds a deployment already: a restore overwrites nothing, so name an empty one.",
      });
      assert.ok(!existsSync(dataDirectory));
    } finally {
      await database.drop();
    }
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
