/** Attacks on nodes that are cut off from their database, or believe so. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  EnableOutboundWebIdentityFederationCommand,
  GetUserCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  GetWebIdentityTokenCommand,
} from "@aws-sdk/client-sts";
import { openPostgres } from "@portcullis/storage";
import { patient, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { closeIn } from "./support/accounts.ts";
import { type Clients, clientsOf, credentialsOf, failureOf, policy } from "./support/clients.ts";
import { type Node, type Nodes, startNodes } from "./support/nodes.ts";
import type { Credentials } from "./support/server.ts";

const [home, other] = ["111111111111", "222222222222"] as const;
const database = await testDatabase();
let cluster: Nodes;
let connected: Node;
let cutOff: Node;
let roots: readonly [Clients, Clients];
let mallory: Credentials;

before(async () => {
  cluster = await startNodes({
    open: () => openPostgres({ url: database.url, deadlines: patient }),
    accounts: [home, other],
  });
  [connected, cutOff] = cluster.nodes as [Node, Node];
  const [own = mallory, others = mallory] = cluster.roots;
  roots = [clientsOf(connected, own), clientsOf(connected, others)];
  const { iam } = roots[0];
  await iam.send(new CreateUserCommand({ UserName: "mallory" }));
  const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
  await iam.send(
    new PutUserPolicyCommand({ UserName: "mallory", PolicyName: "all", PolicyDocument: everything }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "mallory" }));
  mallory = credentialsOf(AccessKey);
  const trust = policy({ Effect: "Allow", Principal: { AWS: home }, Action: "sts:AssumeRole" });
  for (const root of roots) {
    await root.iam.send(new CreateRoleCommand({ RoleName: "Open", AssumeRolePolicyDocument: trust }));
  }
});
after(async () => {
  await cluster[Symbol.asyncDispose]();
  await database.drop();
});

const at = (node: Node, credentials: Credentials = mallory) => clientsOf(node, credentials);
const assume = (node: Node, account: string, credentials?: Credentials) =>
  at(node, credentials).sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/Open`, RoleSessionName: "mallory" }),
  );

/** How many requests of no service were answered with 5xx. */
async function unavailable(node: Node): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${node.operatePort}/metrics`)).text();
  return Number(
    /^portcullis_requests_total\{service="other",code_class="5xx"\} (\d+)$/m.exec(metrics)?.[1] ?? 0,
  );
}

/** Polls the age of what a node holds, in seconds. */
async function untilAge(node: Node, reached: (age: number) => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${node.operatePort}/readyz`);
    if (reached(((await answer.json()) as { stateAge: number }).stateAge)) return;
    assert.ok(performance.now() < deadline);
    await pause(20);
  }
}
const untilStale = (node: Node) => untilAge(node, (age) => age > 1.5);

test("attack: a decision is wanted of a node that cannot load an account which it needs", async () => {
  await at(cutOff).iam.send(new GetUserCommand({}));
  cutOff.cut();
  const refused = await failureOf(assume(cutOff, other));
  assert.deepEqual([refused.name, refused.status], ["ServiceUnavailable", 503]);
  // Neither is a caller of that account decided.
  const stranger = cluster.roots[1] as Credentials;
  const unknown = await failureOf(at(cutOff, stranger).sts.send(new GetCallerIdentityCommand({})));
  assert.deepEqual([unknown.name, unknown.status], ["ServiceUnavailable", 503]);
  cutOff.mend();
  assert.ok((await assume(cutOff, other)).Credentials);
});

test("attack: an outbound token, which nobody can take back, is wanted of a node that is cut off", async () => {
  const { IssuerIdentifier = "" } = await roots[0].iam.send(new EnableOutboundWebIdentityFederationCommand());
  const ask = (node: Node) =>
    at(node).sts.send(new GetWebIdentityTokenCommand({ Audience: ["shop"], SigningAlgorithm: "ES384" }));
  await ask(cutOff);
  cutOff.cut();
  await untilStale(cutOff);
  const refused = await failureOf(ask(cutOff));
  assert.deepEqual([refused.name, refused.status], ["ServiceUnavailable", 503]);
  await ask(connected);
  // Whoever has one can still verify it.
  const jwks = `${new URL(IssuerIdentifier).pathname}/.well-known/jwks.json`;
  assert.equal((await fetch(cutOff.endpoint + jwks)).status, 200);
  // Of an issuer that this node does not know it cannot say that there is none.
  const before = await unavailable(cutOff);
  const unknown = await fetch(cutOff.endpoint + jwks.replace(/[0-9a-f-]{36}/, randomUUID()));
  assert.deepEqual(
    [unknown.status, unknown.headers.get("Retry-After"), await unknown.text()],
    [503, "1", ""],
  );
  assert.equal(await unavailable(cutOff), before + 1);
  cutOff.mend();
  await untilAge(cutOff, (age) => age < 1);
  await ask(cutOff);
});

test("attack: a revoked key mints long sessions, and sessions of sessions, at a node that is cut off", async () => {
  await at(cutOff).iam.send(new GetUserCommand({}));
  cutOff.cut();
  await untilStale(cutOff);
  const { Credentials: own } = await at(cutOff).sts.send(
    new GetSessionTokenCommand({ DurationSeconds: 129_600 }),
  );
  const { Credentials: role } = await assume(cutOff, home);
  const minted = [own, role].map((issued) => {
    assert.ok((issued?.Expiration?.getTime() ?? Number.POSITIVE_INFINITY) <= Date.now() + 15 * 60_000);
    return credentialsOf(issued);
  });
  for (const session of minted) {
    // There is nothing wrong with them yet.
    await at(connected, session).sts.send(new GetCallerIdentityCommand({}));
    assert.equal((await failureOf(assume(cutOff, home, session))).status, 503);
  }
  const inactive = { UserName: "mallory", AccessKeyId: mallory.accessKeyId, Status: "Inactive" } as const;
  await roots[0].iam.send(new UpdateAccessKeyCommand(inactive));
  for (const session of minted) {
    const { name } = await failureOf(at(connected, session).sts.send(new GetCallerIdentityCommand({})));
    assert.equal(name, "InvalidClientTokenId");
  }
  cutOff.mend();
  for (const credentials of [mallory, ...minted]) {
    const deadline = performance.now() + 5000;
    const call = () => at(cutOff, credentials).sts.send(new GetCallerIdentityCommand({}));
    while (
      (await call().then(
        () => "",
        ({ name }) => name,
      )) !== "InvalidClientTokenId"
    ) {
      assert.ok(performance.now() < deadline);
      await pause(20);
    }
  }
});

test("attack: a key that is revoked the moment a node is cut off mints a long session there at once", async () => {
  const { iam } = roots[0];
  await iam.send(new CreateUserCommand({ UserName: "trent" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "trent" }));
  const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
  const trent = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  await untilAge(cutOff, (age) => age < 1);
  await at(cutOff, trent).sts.send(new GetCallerIdentityCommand({}));
  cutOff.cut();
  await iam.send(new UpdateAccessKeyCommand({ UserName: "trent", AccessKeyId, Status: "Inactive" }));
  const { Credentials: issued } = await at(cutOff, trent).sts.send(
    new GetSessionTokenCommand({ DurationSeconds: 129_600 }),
  );
  assert.ok((issued?.Expiration?.getTime() ?? Number.POSITIVE_INFINITY) <= Date.now() + 15 * 60_000);
  const minted = credentialsOf(issued);
  const { name } = await failureOf(at(connected, minted).sts.send(new GetCallerIdentityCommand({})));
  assert.equal(name, "InvalidClientTokenId");
  cutOff.mend();
});

test("attack: a key of a closed account mints sessions in another account at a node that is cut off", async () => {
  const [own, others] = roots;
  const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
  await others.iam.send(new CreateUserCommand({ UserName: "eve" }));
  await others.iam.send(
    new PutUserPolicyCommand({ UserName: "eve", PolicyName: "all", PolicyDocument: everything }),
  );
  const { AccessKey } = await others.iam.send(new CreateAccessKeyCommand({ UserName: "eve" }));
  const eve = credentialsOf(AccessKey);
  const trust = policy({ Effect: "Allow", Principal: { AWS: other }, Action: "sts:AssumeRole" });
  await own.iam.send(new CreateRoleCommand({ RoleName: "Lent", AssumeRolePolicyDocument: trust }));
  const mint = async () => {
    const lent = { RoleArn: `arn:aws:iam::${home}:role/Lent`, RoleSessionName: "eve" };
    const { Credentials: issued } = await at(cutOff, eve).sts.send(new AssumeRoleCommand(lent));
    return credentialsOf(issued);
  };
  await mint();
  await untilAge(cutOff, (age) => age < 1);
  cutOff.cut();
  await untilStale(cutOff);
  await closeIn(await openPostgres({ url: database.url, deadlines: patient }), other);
  const minted = await mint();
  for (const credentials of [eve, minted]) {
    const { name } = await failureOf(at(connected, credentials).sts.send(new GetCallerIdentityCommand({})));
    assert.equal(name, "InvalidClientTokenId");
  }
  cutOff.mend();
});
