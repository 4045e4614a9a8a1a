/** Each example, run as its reader runs it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { startEphemeral } from "../conformance/support/server.ts";

const run = promisify(execFile);

async function output(
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, program)], {
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout.trim().split("\n");
}

test("an application decides its own actions in AWS's policy language", async () => {
  assert.deepEqual(await output("own-actions.ts"), [
    "shop:GetOrder us/17: allowed",
    "shop:RefundOrder eu/17: allowed",
    "shop:RefundOrder eu/17: refused because no identity-based policy allows the shop:RefundOrder action",
    "shop:RefundOrder eu/17: refused because no identity-based policy allows the shop:RefundOrder action",
    "shop:RefundOrder eu/closed/16: refused with an explicit deny in an identity-based policy",
  ]);
});

test("a role's policy is tried against an ephemeral server", async () => {
  await using server = await startEphemeral();
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: server.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.root.secretAccessKey,
  };
  assert.deepEqual(await output("least-privilege.ts", env), [
    "allowed  make a marked user in /ci/",
    "refused  make one without the mark",
    "refused  make one elsewhere",
    "allowed  delete a user in /ci/",
    "refused  delete another",
    "refused  list users",
  ]);
});

test("every example is listed, and only they", () => {
  const listed = readFileSync(join(import.meta.dirname, "README.md"), "utf8").matchAll(/^\| \[([\w.-]+)\]/gm);
  const programs = readdirSync(import.meta.dirname).filter((name) => /(?<!\.test)\.ts$/.test(name));
  assert.deepEqual([...listed].map(([, name]) => name).sort(), programs.sort());
});
