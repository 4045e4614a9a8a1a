/** The commands of pages of `docs`, run as they stand there. The AWS CLI takes most of a second for each. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { verifyToken } from "../packages/services/test/verify-token.ts";
import { makeAccounts } from "./support/accounts.ts";
import { learnOwnService, newEnvironment, whyNoAws } from "./support/aws-command.ts";
import { type Calls, callsOf, done, newUser } from "./support/calls.ts";
import { policy } from "./support/policy.ts";
import { type Credentials, startDurable, type TestServer } from "./support/server.ts";
import { openShell, type Shell, stepsOf } from "./support/tour-script.ts";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "portcullis-docs-"));

/** The accounts by their numbers in the pages. */
const [operators, partners, customers] = ["111111111111", "777788889999", "444455556666"] as const;

let server: TestServer;
let shell: Shell;
let customer: Calls;
/** Why the commands cannot be run here. */
let missing: string | undefined;

before(async () => {
  // The operations of both pages came to it late in 2025.
  missing = await whyNoAws(newEnvironment(folder), [43, 32]);
  const roots = await makeAccounts(join(folder, "data"), [operators, partners, customers]);
  server = await startDurable(join(folder, "data"), { root: roots[0]! });
  const [operator, partner, own] = roots.map((each) => callsOf(server, each)) as [Calls, Calls, Calls];
  customer = own;
  const profiles: Readonly<Record<string, Credentials>> = {
    operator: await newAdministrator(operator, "operator"),
    partner: await newAdministrator(partner, "partner"),
    admin: await newAdministrator(customer, "admin"),
    ann: (await newUser(server, customer, "ann")).credentials,
  };
  mkdirSync(join(folder, ".aws"));
  const written = Object.entries(profiles).map(
    ([name, { accessKeyId, secretAccessKey }]) =>
      `[profile ${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\ncli_follow_urlparam = false\n`,
  );
  const job = `[profile job]\nrole_arn = arn:aws:iam::${customers}:role/Job\nsource_profile = admin\ncli_follow_urlparam = false\n`;
  writeFileSync(join(folder, ".aws/config"), [...written, job].join(""), { mode: 0o600 });
  if (missing !== undefined) return;
  const env = {
    ...newEnvironment(folder),
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_DEFAULT_REGION: "us-east-1",
  };
  await learnOwnService(env);
  shell = openShell(folder, env);
});
after(async () => {
  await shell?.end();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

async function newAdministrator(by: Calls, UserName: string): Promise<Credentials> {
  const made = await newUser(server, by, UserName);
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await done(by.iam("AttachUserPolicy", { UserName, PolicyArn }));
  return made.credentials;
}

const stepsOfPage = (page: string, section: string) =>
  stepsOf(readFileSync(join(root, "docs", page), "utf8"), section).map(({ lines }) => lines);

describe("docs/delegation.md", () => {
  test("leads from the template to credentials of whoever accepted", async (context) => {
    if (missing !== undefined) return context.skip(missing);
    let last = "";
    for (const lines of stepsOfPage("delegation.md", "From the template to the access")) {
      last = await shell.run(lines, false);
    }
    const { Credentials: given, AssumedPrincipal } = JSON.parse(last);
    assert.equal(AssumedPrincipal, `arn:aws:iam::${customers}:user/admin`);
    const delegated = callsOf(server, {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
    });
    await done(delegated.iam("CreateUser", { UserName: "made", Path: "/product/" }));
    assert.equal(
      (await delegated.iam("CreateUser", { UserName: "made", Path: "/other/" })).code,
      "AccessDenied",
    );
    assert.equal((await delegated.iam("ListUsers")).code, "AccessDenied");
  });
});

describe("docs/outbound-federation.md", () => {
  test("leads to a token of a role that the published keys verify", async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const [enable = "", ask = "", ...others] = stepsOfPage("outbound-federation.md", "In the AWS CLI");
    assert.deepEqual(others, [], "all are run");
    const trust = policy({ Effect: "Allow", Principal: { AWS: customers }, Action: "sts:AssumeRole" });
    await done(customer.iam("CreateRole", { RoleName: "Job", AssumeRolePolicyDocument: trust }));
    const enabled = await shell.run(`export AWS_PROFILE=admin\n${enable}`, false);
    const issuer = /^https:\S+$/m.exec(enabled)?.[0] ?? "";
    const token = (await shell.run(`export AWS_PROFILE=job\n${ask}`, false)).trim();
    const published = await fetch(`${server.endpoint}${new URL(issuer).pathname}/.well-known/jwks.json`);
    const { keys } = (await published.json()) as { keys: Parameters<typeof verifyToken>[1]["keys"] };
    const trusted = { issuer, audience: "https://shop.example", keys, now: Date.now() };
    const { claims } = verifyToken(token, trusted);
    assert.equal(claims.sub, `arn:aws:iam::${customers}:role/Job`);
  });
});
