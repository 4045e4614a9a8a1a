/** Attacks with credentials that are not whole, no longer good, or never were; and what moves time and state. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetSessionTokenCommand, type Credentials as Made } from "@aws-sdk/client-sts";
import { whereAlone } from "./support/balanced.ts";
import { type Clients, clientsOf, credentialsOf, policy } from "./support/clients.ts";
import { type Credentials, startEphemeral, type TestServer } from "./support/server.ts";
import { form, type Received, type Sent, send, signed } from "./support/wire.ts";

const eve = "Action=CreateUser&Version=2010-05-08&UserName=Eve";
const whoAmI = "Action=GetCallerIdentity&Version=2011-06-15";

const controlled = whereAlone("only an ephemeral server has the test controls");

let server: TestServer;
let root: Clients;

before(async () => {
  server = await startEphemeral();
  root = clientsOf(server, server.root);
});
after(() => server.stop());

const post = (body: string, ...headers: string[]): Sent => ({
  headers: ["Content-Type", form, ...headers],
  body,
});

async function as(credentials: Credentials): Promise<Received> {
  return send(server.port, await signed(server.port, post(whoAmI), { service: "sts", credentials }));
}

async function keyOf(name: string): Promise<Credentials> {
  await root.iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return credentialsOf(AccessKey);
}

async function sessionOf(by: Clients, DurationSeconds?: number): Promise<Required<Credentials>> {
  return whole((await by.sts.send(new GetSessionTokenCommand({ DurationSeconds }))).Credentials);
}

async function assume(by: Clients, name: string): Promise<Required<Credentials>> {
  const RoleArn = `arn:aws:iam::${server.account}:role/${name}`;
  return whole((await by.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "trial" }))).Credentials);
}

function whole(made: Made | undefined): Required<Credentials> {
  return { sessionToken: "", ...credentialsOf(made) };
}

async function trusted(name: string, principal: string): Promise<void> {
  const trust = { Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" };
  await root.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy(trust) }));
}

function control(path: string, body?: object): Promise<Received> {
  return send(server.operatePort, {
    target: path,
    headers: ["Authorization", `Bearer ${server.token}`],
    body: body === undefined ? "" : JSON.stringify(body),
  });
}

describe("attack: temporary credentials that are not whole", () => {
  test("without the token, with another's, with one that is not signed or is cut", async () => {
    const [mine, other] = await Promise.all([sessionOf(root), sessionOf(root)]);
    assert.equal((await as(mine)).status, 200);
    const { sessionToken, ...bare } = mine;
    assert.equal((await as(bare)).code, "InvalidClientTokenId");
    assert.equal((await as({ ...mine, sessionToken: other.sessionToken })).code, "InvalidClientTokenId");
    assert.equal(
      (await as({ ...mine, sessionToken: sessionToken.slice(0, -4) })).code,
      "InvalidClientTokenId",
    );
    const flipped = sessionToken.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    assert.equal((await as({ ...mine, sessionToken: flipped })).code, "InvalidClientTokenId");
    const unsigned = await signed(server.port, post(whoAmI), { service: "sts", credentials: bare });
    const added = {
      ...unsigned,
      headers: [...(unsigned.headers ?? []), "X-Amz-Security-Token", sessionToken],
    };
    assert.equal((await send(server.port, added)).code, "SignatureDoesNotMatch");
    assert.equal((await as({ ...server.root, sessionToken })).code, "InvalidClientTokenId");
  });

  test("a user's session after the user is gone, although its token was just used", async () => {
    const credentials = await keyOf("Gone");
    const session = await sessionOf(clientsOf(server, credentials));
    assert.equal((await as(session)).status, 200);
    await root.iam.send(
      new DeleteAccessKeyCommand({ UserName: "Gone", AccessKeyId: credentials.accessKeyId }),
    );
    await root.iam.send(new DeleteUserCommand({ UserName: "Gone" }));
    assert.equal((await as(session)).code, "InvalidClientTokenId");
    await root.iam.send(new CreateUserCommand({ UserName: "Gone" }));
    assert.equal((await as(session)).code, "InvalidClientTokenId");
  });
});

test("attack: a key that was inactive a moment ago, or is from a moment on", async () => {
  const credentials = await keyOf("Ivy");
  const set = (Status: "Active" | "Inactive") =>
    root.iam.send(
      new UpdateAccessKeyCommand({ UserName: "Ivy", AccessKeyId: credentials.accessKeyId, Status }),
    );
  for (let round = 0; round < 5; round++) {
    assert.equal((await as(credentials)).status, 200);
    await set("Inactive");
    assert.equal((await as(credentials)).code, "InvalidClientTokenId");
    await set("Active");
  }
});

test("attack: unknown keys and wrong secrets tell nothing but AWS's two sentences", async () => {
  const unknown = await as({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" });
  assert.deepEqual(
    [unknown.code, unknown.message],
    ["InvalidClientTokenId", "The security token included in the request is invalid."],
  );
  const wrong = await as({ ...server.root, secretAccessKey: "x" });
  assert.equal(wrong.code, "SignatureDoesNotMatch");
  assert.ok(!wrong.body.includes(server.root.secretAccessKey));
});

test("attack: a downgrade to Signature Version 2, to nobody, or to a pair that everybody knows", async () => {
  const version2 = `${eve}&AWSAccessKeyId=${server.root.accessKeyId}&SignatureVersion=2&SignatureMethod=HmacSHA256&Signature=x`;
  const answer = await send(server.port, { method: "GET", target: `/?${version2}` });
  assert.equal(
    answer.message,
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
  );
  const authorizations = ["AWS AKIA:sig", "AWS3-HTTPS x", "Bearer x", "Basic dGVzdDp0ZXN0", "", "none"];
  for (const value of authorizations) {
    const { status } = await send(server.port, post(eve, "Authorization", value));
    assert.ok(status === 400 || status === 403, value);
  }
  for (const pair of ["test", "minioadmin", "admin", "rustfsadmin", "AKIAIOSFODNN7EXAMPLE"]) {
    assert.equal((await as({ accessKeyId: pair, secretAccessKey: pair })).code, "InvalidClientTokenId");
  }
});

test("a role's session is refused once the role is gone, and another role of that name is not it", async () => {
  const assumer = clientsOf(server, await keyOf("Assumer"));
  const user = `arn:aws:iam::${server.account}:user/Assumer`;
  await trusted("Passing", user);
  const session = await assume(assumer, "Passing");
  assert.equal((await as(session)).status, 200);
  await root.iam.send(new DeleteRoleCommand({ RoleName: "Passing" }));
  assert.equal((await as(session)).code, "InvalidClientTokenId");
  await trusted("Passing", user);
  assert.equal((await as(session)).code, "InvalidClientTokenId");
});

test(
  "a session is refused in AWS's words when the server's clock has passed its end",
  controlled,
  async () => {
    const session = await sessionOf(clientsOf(server, await keyOf("Uma")), 900);
    assert.equal((await as(session)).status, 200);
    assert.equal((await control("/clock", { advance: "PT14M" })).status, 200);
    assert.equal((await as(session)).status, 200);
    assert.equal((await control("/clock", { advance: "PT1M" })).status, 200);
    const { status, code, message } = await as(session);
    assert.deepEqual(
      [status, code, message],
      [403, "ExpiredToken", "The security token included in the request is expired"],
    );
    // The window of signatures and the Date header stay on real time.
    const answer = await as(server.root);
    assert.equal(answer.status, 200);
    assert.ok(Math.abs(Date.parse(String(answer.headers.date)) - Date.now()) < 60_000);
  },
);

test("attack: a session that survives a reset", controlled, async () => {
  await root.iam.send(new CreateUserCommand({ UserName: "Before" }));
  const [roots, users] = [await sessionOf(root), await sessionOf(clientsOf(server, await keyOf("Ruth")))];
  assert.equal((await control("/reset")).status, 200);
  for (const session of [roots, users]) assert.equal((await as(session)).code, "InvalidClientTokenId");
  assert.equal((await as(server.root)).status, 200);
  assert.deepEqual((await root.iam.send(new ListUsersCommand({}))).Users, []);
});

test("attack: test controls without the token, or from a page of a browser", controlled, async () => {
  await root.iam.send(new CreateUserCommand({ UserName: "Kept" }));
  const bearer = ["Authorization", `Bearer ${server.token}`];
  for (const headers of [
    [],
    ["Authorization", "Bearer wrong"],
    [...bearer, "Origin", "http://127.0.0.1"],
    [...bearer, "Sec-Fetch-Site", "same-origin"],
    [...bearer, "Host", "evil.example"],
  ]) {
    const { status } = await send(server.operatePort, { target: "/reset", headers, body: "" });
    assert.ok(status >= 400, headers.join());
  }
  assert.equal((await send(server.port, { target: "/reset", headers: bearer, body: "" })).status, 404);
  const { Users } = await root.iam.send(new ListUsersCommand({}));
  assert.ok(Users?.some(({ UserName }) => UserName === "Kept"));
});
