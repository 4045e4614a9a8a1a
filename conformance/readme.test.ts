/** The README's tour, run as it stands there, and what a first start leaves for clients. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { newEnvironment, whyNoAws } from "./support/aws-command.ts";
import { clientsOf, failureOf } from "./support/clients.ts";
import { type Credentials, startDurable, type TestServer } from "./support/server.ts";
import { endsAsPromised, openShell, type Shell, stepsOf } from "./support/tour-script.ts";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "portcullis-tour-"));
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

const env = newEnvironment(folder);

/** What a server says of root at its start; empty where it warns of nothing. */
async function warningsOf(place: string, keys: Credentials): Promise<string> {
  await using server = await startDurable(place, { root: keys });
  return (server.written().match(/"msg":"The root [^"]*"/g) ?? []).join("\n");
}

describe("the tour of the README", () => {
  const place = join(folder, "portcullis-data");
  const steps = stepsOf(readme, "A tour of one minute");
  let server: TestServer;
  let shell: Shell;
  let missing: string | undefined;
  before(async () => {
    missing = await whyNoAws(env);
    server = await startDurable(place);
    shell = openShell(folder, env);
  });
  after(async () => {
    await shell.end();
    await server.stop();
  });

  for (const { says, lines, prints } of steps) {
    test(says.replace(/\s+/g, " "), async (context) => {
      if (missing !== undefined) return context.skip(missing);
      const output = await shell.run(lines, prints?.startsWith("An error occurred") === true);
      if (prints !== undefined) assert.ok(endsAsPromised(output, prints), output);
    });
  }

  test("ends with an administrator, without root's key and the file that kept it", async (context) => {
    if (missing !== undefined) return context.skip(missing);
    assert.ok(!existsSync(join(place, "root-credentials")));
    const { name } = await failureOf(clientsOf(server, server.root).iam.send(new CreateAccessKeyCommand({})));
    assert.equal(name, "InvalidClientTokenId");
    await server.stop();
    assert.equal(await warningsOf(place, server.root), "");
  });
});

describe("the block that a first start leaves", () => {
  const place = join(folder, "another");
  let server: TestServer;
  before(async () => {
    server = await startDurable(place);
  });
  after(() => server.stop());

  /** Runs a program in a shell that has read the block and knows nothing else of the server. */
  const inShell = async (command: string): Promise<string> => {
    const { stdout } = await run("sh", ["-c", `. ${join(place, "root-credentials")} && ${command}`], {
      cwd: root,
      env: { ...env, AWS_PROFILE: "of-another", AWS_SESSION_TOKEN: "stale" },
    });
    return stdout.trim();
  };
  const rootArn = () => `arn:aws:iam::${server.account}:root`;

  test("is all that the SDK for JavaScript needs", async () => {
    const program = `import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
      console.log((await new STSClient().send(new GetCallerIdentityCommand())).Arn);`;
    assert.equal(await inShell(`'${process.execPath}' --input-type=module -e '${program}'`), rootArn());
  });

  test("is all that boto3 needs", async (context) => {
    const found = await run("python3", ["-c", "import boto3"], { env }).catch(() => undefined);
    if (found === undefined) return context.skip("this machine has no boto3");
    const program = `import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])`;
    assert.equal(await inShell(`python3 -c '${program}'`), rootArn());
  });

  test("is warned of until an administrator has taken root's place", async () => {
    const own = clientsOf(server, server.root);
    await own.iam.send(new CreateUserCommand({ UserName: "admin" }));
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await own.iam.send(new AttachUserPolicyCommand({ UserName: "admin", PolicyArn }));
    const { AccessKey: key } = await own.iam.send(new CreateAccessKeyCommand({ UserName: "admin" }));
    await server.stop();
    assert.match(await warningsOf(place, server.root), /root-credentials.*\n.*access key/);

    server = await startDurable(place);
    const { accessKeyId } = server.root;
    const again = clientsOf(server, server.root);
    await again.iam.send(new DeleteAccessKeyCommand({ AccessKeyId: accessKeyId }));
    rmSync(join(place, "root-credentials"));
    const secretAccessKey = key?.SecretAccessKey ?? "";
    const admin = clientsOf(server, { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey });
    await admin.iam.send(new CreateUserCommand({ UserName: "made-by-admin" }));
    await server.stop();
    assert.equal(await warningsOf(place, server.root), "");
  });
});
