/** Several accounts in one lasting installation: what each may know of another, and what strangers can do to all. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  ListGroupsCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { makeAccounts } from "./support/accounts.ts";
import { recorded, whereAlone } from "./support/balanced.ts";
import { type Clients, clientsOf, credentialsOf, failureOf, policy } from "./support/clients.ts";
import { type Credentials, startDurable, type TestServer } from "./support/server.ts";
import { form, send, signed } from "./support/wire.ts";

const numbers = ["111111111111", "222222222222", "333333333333"] as const;
const [ownNumber, otherNumber] = numbers;
const folder = mkdtempSync(join(tmpdir(), "portcullis-accounts-"));
const path = join(folder, "data");
const umask = process.umask();

const alone = whereAlone("it looks at one server's own files or counters");

let server: TestServer;
let roots: readonly Credentials[];
/** Root of the first and of the second account. Nobody has ever called as the third. */
let own: Clients;
let other: Clients;

async function start(): Promise<void> {
  server = await startDurable(path, { root: roots[0] as Credentials });
  own = clientsOf(server, roots[0] as Credentials);
  other = clientsOf(server, roots[1] as Credentials);
}

before(async () => {
  roots = await makeAccounts(path, numbers);
  await start();
});
after(async () => {
  await server.stop();
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

async function keyOf(by: Clients, name: string): Promise<Credentials> {
  await by.iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await by.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return credentialsOf(AccessKey);
}

async function recordsOf(by: Clients, name: string) {
  await recorded();
  const { Events = [] } = await by.cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: name }] }),
  );
  return Events.map(({ CloudTrailEvent = "" }) => JSON.parse(CloudTrailEvent));
}

async function metric(name: string): Promise<number> {
  const { body } = await send(server.operatePort, { method: "GET", target: "/metrics" });
  const lines = body.split("\n").filter((line) => line.startsWith(name));
  assert.ok(lines.length > 0, `there is no metric ${name}`);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

/** A call that somebody signed with a wrong secret. */
async function forge(accessKeyId: string, userAgent = "forger"): Promise<string | undefined> {
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const request = { headers: ["Content-Type", form, "User-Agent", userAgent], body };
  const credentials = { accessKeyId, secretAccessKey: "wrong" };
  return (await send(server.port, await signed(server.port, request, { service: "sts", credentials }))).code;
}

test("an account sees nothing of another", async () => {
  await own.iam.send(new CreateUserCommand({ UserName: "OnlyHere" }));
  const { Users = [] } = await other.iam.send(new ListUsersCommand({}));
  assert.ok(!Users.some(({ UserName }) => UserName === "OnlyHere"));
  await other.iam.send(new CreateUserCommand({ UserName: "OnlyHere" }));
});

test("a role is assumed across accounts with both sides' consent, and both sides have the event", async () => {
  const ann = clientsOf(server, await keyOf(own, "Ann"));
  const RoleArn = `arn:aws:iam::${otherNumber}:role/Visitor`;
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ownNumber}:user/Ann` },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": "agreed" } },
  };
  const assume = (ExternalId?: string) =>
    ann.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "visit", ExternalId }));
  const refusal = `User: arn:aws:iam::${ownNumber}:user/Ann is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
  // A role that is not there is refused like one that does not trust.
  assert.equal((await failureOf(assume("agreed"))).message, refusal);
  await other.iam.send(
    new CreateRoleCommand({ RoleName: "Visitor", AssumeRolePolicyDocument: policy(trust) }),
  );
  assert.equal((await failureOf(assume("agreed"))).message, refusal);
  const document = policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: RoleArn });
  await own.iam.send(
    new PutUserPolicyCommand({ UserName: "Ann", PolicyName: "Visit", PolicyDocument: document }),
  );
  assert.equal((await failureOf(assume())).message, refusal);
  const { Credentials: made } = await assume("agreed");
  const session = clientsOf(server, credentialsOf(made));
  const identity = await session.sts.send(new GetCallerIdentityCommand({}));
  assert.equal(identity.Arn, `arn:aws:sts::${otherNumber}:assumed-role/Visitor/visit`);
  for (const side of [own, other]) {
    const done = (await recordsOf(side, "AssumeRole")).filter(({ errorCode }) => errorCode === undefined);
    assert.equal(done.length, 1);
    assert.equal(done[0].userIdentity.accountId, ownNumber);
    assert.equal(done[0].responseElements.credentials.accessKeyId, made?.AccessKeyId);
    assert.ok(!JSON.stringify(done).includes(made?.SessionToken ?? ""));
  }
});

test("attack: a marker of another account, principal, list or filter", async () => {
  for (const by of [own, other]) {
    for (const name of ["M1", "M2", "M3"]) await by.iam.send(new CreateUserCommand({ UserName: name }));
  }
  const { Marker } = await own.iam.send(new ListUsersCommand({ MaxItems: 1 }));
  assert.ok(Marker);
  assert.ok((await own.iam.send(new ListUsersCommand({ MaxItems: 1, Marker }))).Users?.length);
  const lister = clientsOf(server, await keyOf(own, "Lister"));
  const document = policy({ Effect: "Allow", Action: "iam:List*", Resource: "*" });
  await own.iam.send(
    new PutUserPolicyCommand({ UserName: "Lister", PolicyName: "List", PolicyDocument: document }),
  );
  const flipped = Marker.slice(0, -2) + (Marker.endsWith("AA") ? "BB" : "AA");
  for (const attempt of [
    () => other.iam.send(new ListUsersCommand({ MaxItems: 1, Marker })),
    () => lister.iam.send(new ListUsersCommand({ MaxItems: 1, Marker })),
    () => own.iam.send(new ListUsersCommand({ MaxItems: 1, PathPrefix: "/x/", Marker })),
    () => own.iam.send(new ListGroupsCommand({ MaxItems: 1, Marker })),
    () => own.iam.send(new ListUsersCommand({ MaxItems: 1, Marker: flipped })),
    () => own.iam.send(new ListUsersCommand({ MaxItems: 1, Marker: "AAAA" })),
  ]) {
    const { name, message } = await failureOf(attempt());
    assert.deepEqual([name, message], ["ValidationError", "Invalid Marker."]);
  }
});

test("attack: calls that prove nothing load no account and stay nobody's", alone, async () => {
  const third = roots[2]?.accessKeyId ?? "";
  const victim = roots[1]?.accessKeyId ?? "";
  const loads = await metric("portcullis_realm_load_duration_seconds_count");
  const before = (await recordsOf(other, "GetCallerIdentity")).length;
  for (let round = 0; round < 30; round++) {
    const codes = await Promise.all([
      forge(third),
      forge(victim, "canary-agent"),
      forge(`AKIA${"A".repeat(15)}${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[round % 26]}`),
      send(server.port, { method: "GET", target: "/?Action=ListUsers" }).then(({ code }) => code),
    ]);
    assert.deepEqual(codes, [
      "SignatureDoesNotMatch",
      "SignatureDoesNotMatch",
      "InvalidClientTokenId",
      "MissingAuthenticationToken",
    ]);
  }
  assert.equal(await metric("portcullis_realm_load_duration_seconds_count"), loads);
  assert.equal((await recordsOf(other, "GetCallerIdentity")).length, before);
  const { Events = [] } = await other.cloudtrail.send(new LookupEventsCommand({}));
  assert.ok(!JSON.stringify(Events).includes("canary-agent"));
  // However many there are, what waits to be stored of them is a number for each network and code.
  assert.ok((await metric('portcullis_spool_events{spool="folded"}')) <= 8);
});

test("attack: names and agents of callers do not show in metrics", async () => {
  await forge("AKIACANARYCANARYCANA", "canary-agent");
  await send(server.port, {
    method: "GET",
    target: "/?Action=CanaryAction",
    headers: ["X-Canary", "canary"],
  });
  const { body } = await send(server.operatePort, { method: "GET", target: "/metrics" });
  for (const word of ["canary", "Canary", "CANARY", ...numbers]) assert.ok(!body.includes(word), word);
});

test("attack: a secret or token that was put in the wrong place is not repeated", async () => {
  const canary = "cAnArYcAnArYcAnArYcAnArYcAnArYcAnArY1234";
  const credentials = { ...(roots[0] as Credentials), sessionToken: canary };
  const body = `Action=CreateUser&Version=2010-05-08&UserName=x&SecretAccessKey=${canary}`;
  for (const sent of [
    { headers: ["Content-Type", form, "X-Amz-Meta-Secret", canary], body },
    { headers: ["Content-Type", form], body, target: `/?SecretAccessKey=${canary}` },
    {
      headers: ["Content-Type", form, "Cookie", canary],
      body: `Action=${"x".repeat(10)}&Password=${canary}`,
    },
  ]) {
    for (const by of [
      credentials,
      { ...credentials, sessionToken: undefined as never, secretAccessKey: canary },
    ]) {
      const answer = await send(server.port, await signed(server.port, sent, { credentials: by }));
      assert.equal(answer.status, 403);
      assert.ok(!answer.body.includes(canary), answer.body);
    }
  }
  assert.ok(!server.written().includes(canary));
});

test("attack: a long value in any field takes no longer to refuse than to read", async () => {
  const long = `${"a".repeat(200_000)}!`;
  const began = performance.now();
  for (const field of ["UserName", "Path", "PermissionsBoundary", "Tags.member.1.Key", "Marker"]) {
    const body = `Action=CreateUser&Version=2010-05-08&${field}=${long}&UserName=x`;
    const sent = { headers: ["Content-Type", form], body };
    const credentials = roots[0] as Credentials;
    const { status } = await send(server.port, await signed(server.port, sent, { credentials }));
    assert.ok(status === 400 || field === "Marker", field);
  }
  assert.ok(performance.now() - began < 3000);
});

test("attack: a second server, or a tool that writes, beside the running one", alone, async () => {
  await assert.rejects(startDurable(path, { root: roots[0] as Credentials }), /another/i);
  const database = readdirSync(path).find((name) => name.endsWith(".db")) ?? "";
  assert.throws(() => {
    const beside = new DatabaseSync(join(path, database));
    try {
      beside.exec("DELETE FROM entity");
    } finally {
      beside.close();
    }
  }, /locked/);
  assert.ok((await own.sts.send(new GetCallerIdentityCommand({}))).Arn);
});

test("attack: secrets in the files that are kept", alone, async () => {
  const key = await keyOf(own, "Sealed");
  const { Credentials: session } = await clientsOf(server, key).sts.send(new GetSessionTokenCommand({}));
  await server.stop();
  const secrets = [
    key.secretAccessKey,
    session?.SecretAccessKey ?? "",
    session?.SessionToken ?? "",
    ...roots.map(({ secretAccessKey }) => secretAccessKey),
  ];
  for (const name of readdirSync(path)) {
    const bytes = readFileSync(join(path, name));
    for (const secret of secrets) {
      assert.ok(secret.length > 20);
      assert.equal(bytes.indexOf(secret), -1, name);
      assert.equal(bytes.indexOf(Buffer.from(secret, "base64")), -1, name);
      assert.equal(bytes.indexOf(Buffer.from(secret).toString("base64").slice(0, -4)), -1, name);
    }
  }
  assert.ok(!secrets.some((secret) => server.written().includes(secret)));
  await start();
  assert.ok((await clientsOf(server, key).sts.send(new GetCallerIdentityCommand({}))).Arn);
});
