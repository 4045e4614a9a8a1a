/** Attacks that found a way in before, and those that belong to no other file: each is tried and must not work. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { connect, type Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import { deriveSigningKey, type Hashing, readCredential, serviceSignings, verify } from "@portcullis/wire";
import { hashing } from "../packages/server/src/hashing.ts";
import { whereAlone } from "./support/balanced.ts";
import { type Calls, callsOf, credentialsIn, done, newUser } from "./support/calls.ts";
import { policy } from "./support/policy.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";
import { form, type Sent, send, signed } from "./support/wire.ts";

const whoAmI = "Action=GetCallerIdentity&Version=2011-06-15";

const alone = whereAlone("it is about connections to one server");

let server: TestServer;
let root: Calls;

before(async () => {
  server = await startEphemeral();
  root = callsOf(server, server.root);
});
after(() => server.stop());

/** A signed POST of a form as it stands on the wire; `length`: what it announces, where that is more than it has. */
async function bytesOf(body: string, scope: object, length = body.length): Promise<string> {
  const sent = await signed(
    server.port,
    { headers: ["Content-Type", form], body },
    { credentials: server.root, ...scope },
  );
  const lines = (sent.headers ?? []).map((each, at) => (at % 2 === 0 ? `${each}: ` : `${each}\r\n`));
  return `POST / HTTP/1.1\r\n${lines.join("")}Content-Length: ${length}\r\n\r\n${body}`;
}

/** The least of some times that a call took, in milliseconds: what a busy machine adds does not count. */
async function leastTime(call: () => Promise<unknown>, rounds = 4): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

const usersNamed = async (start: string): Promise<number> =>
  (await done(root.iam("ListUsers", { MaxItems: "1000" }))).body.split(`<UserName>${start}`).length - 1;

test(
  "attack: a call over a connection that is cut before it is accepted has no address to be judged by",
  alone,
  async () => {
    const calls = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        bytesOf(`Action=CreateUser&Version=2010-05-08&UserName=Cut${at}`, { service: "iam" }),
      ),
    );
    // While the other process works, this one, which is the server, accepts nothing.
    const attacker = `
    const { port, calls } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    for (const call of calls) {
      const socket = require("node:net").connect(port, "127.0.0.1");
      socket.write(call, () => socket.resetAndDestroy());
    }`;
    const { status } = spawnSync(process.execPath, ["-e", attacker], {
      input: JSON.stringify({ port: server.port, calls }),
    });
    assert.equal(status, 0);
    // They stood in the queue before this one.
    await done(root.iam("CreateUser", { UserName: "Whole" }));
    assert.equal(await usersNamed("Cut"), 0);
    const { CloudTrailEvent } = JSON.parse((await done(root.lookUp())).body).Events[0];
    assert.notEqual(JSON.parse(CloudTrailEvent).sourceIPAddress, "");
  },
);

test("attack: who knows the id of a key fills the memory with bodies that are never whole", {
  ...alone,
  timeout: 20_000,
}, async () => {
  const most = 1 << 20;
  const wrong = { credentials: { ...server.root, secretAccessKey: "wrong" } };
  const bytes = Buffer.from(await bytesOf("x".repeat(most - 1), wrong, most));
  const open: Socket[] = [];
  let refused = 0;
  const full = Promise.withResolvers<void>();
  for (let at = 0; at < 90; at++) {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.on("data", (answer) => {
      assert.match(answer.toString("latin1"), /^HTTP\/1\.1 503 /);
      refused++;
      if (open.length === 90) full.resolve();
    });
    socket.write(bytes);
    open.push(socket);
  }
  await full.promise;
  assert.ok(refused < 40, "what is within the limit waits");
  await done(root.sts("GetCallerIdentity"));
  for (const socket of open) socket.destroy();
  // What they held is free again.
  const padded = `${whoAmI}&Padding=`.padEnd(most, "x");
  for (let tried = 0; ; tried++) {
    const call: Sent = { headers: ["Content-Type", form], body: padded };
    const answer = await send(
      server.port,
      await signed(server.port, call, { service: "sts", credentials: server.root }),
    );
    if (answer.status === 200) break;
    assert.ok(answer.status === 503 && tried < 100, `${answer.code}`);
  }
});

describe("attack: small calls that cost the server much", () => {
  const statement = (at: number) => ({ Effect: "Allow", Action: `a:b${at}`, Resource: "*" });
  const document = (length: number) => {
    const statements: object[] = [];
    for (let at = 0, size = 60; size < length - 70; at++) {
      statements.push(statement(at));
      size += JSON.stringify(statement(at)).length + 1;
    }
    return policy(...statements);
  };

  test("a denial to somebody with the longest policies that there may be", async () => {
    const arns: string[] = [];
    for (let at = 0; at < 10; at++) {
      const PolicyName = `Long${at}`;
      await done(root.iam("CreatePolicy", { PolicyName, PolicyDocument: document(6144) }));
      arns.push(`arn:aws:iam::${server.account}:policy/${PolicyName}`);
    }
    const laden = await newUser(server, root, "Laden");
    for (let at = 0; at < 10; at++) {
      const GroupName = `Laden${at}`;
      await done(root.iam("CreateGroup", { GroupName }));
      for (const PolicyArn of arns) await done(root.iam("AttachGroupPolicy", { GroupName, PolicyArn }));
      await done(root.iam("AddUserToGroup", { GroupName, UserName: "Laden" }));
    }
    const denied = async () => assert.equal((await laden.iam("ListRoles")).code, "AccessDenied");
    const took = await leastTime(denied);
    assert.ok(took < 200, `${took} ms`);
  });

  test("a document with something wrong in each of its statements", async () => {
    const AssumeRolePolicyDocument = document(120_000);
    const create = async () => {
      const { code } = await root.iam("CreateRole", { RoleName: "Wrong", AssumeRolePolicyDocument });
      assert.equal(code, "MalformedPolicyDocument");
    };
    const took = await leastTime(create);
    assert.ok(took < 700, `${took} ms`);
  });
});

describe("attack: tags whose keys differ in case alone", () => {
  const names = { yes: "Plain", both: "Both", umlaut: "Umlaut" };
  const arn = (name: string) => `arn:aws:iam::${server.account}:policy/${name}`;
  const tagged = (name: string, tags: readonly (readonly [string, string])[]) =>
    done(
      root.iam("CreatePolicy", {
        PolicyName: name,
        PolicyDocument: policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
        ...Object.fromEntries(
          tags.flatMap(([key, value], at) => [
            [`Tags.member.${at + 1}.Key`, key],
            [`Tags.member.${at + 1}.Value`, value],
          ]),
        ),
      }),
    );
  const codeOf = async (calls: Calls, name: string) =>
    (await calls.iam("GetPolicy", { PolicyArn: arn(name) })).code;

  before(async () => {
    await tagged(names.yes, [["owner", "ann"]]);
    await tagged(names.both, [
      ["owner", "ann"],
      ["Owner", "bob"],
    ]);
    await tagged(names.umlaut, [["ÄRGER", "ja"]]);
  });

  async function reader(UserName: string, ...statements: readonly object[]): Promise<Calls> {
    const calls = await newUser(server, root, UserName);
    const PolicyDocument = policy(...statements);
    await done(root.iam("PutUserPolicy", { UserName, PolicyName: "own", PolicyDocument }));
    return calls;
  }
  const get = { Action: "iam:GetPolicy", Resource: "*" };
  const owner = (value: string) => ({ StringEquals: { "aws:ResourceTag/owner": value } });

  test("make no allow of the one that fits", async () => {
    const ann = await reader("TagAnn", { Effect: "Allow", ...get, Condition: owner("ann") });
    assert.equal(await codeOf(ann, names.yes), undefined);
    assert.equal(await codeOf(ann, names.both), "AccessDenied");
  });

  test("do not hide from a deny the one that it is about", async () => {
    for (const [name, value] of [
      ["TagBea", "bob"],
      ["TagCid", "ann"],
    ] as const) {
      const calls = await reader(
        name,
        { Effect: "Allow", ...get },
        { Effect: "Deny", ...get, Condition: owner(value) },
      );
      assert.equal(await codeOf(calls, names.both), "AccessDenied", value);
    }
  });

  test("are the same key beyond ASCII too", async () => {
    for (const [name, key] of [
      ["TagDora", "ÄRGER"],
      ["TagEmil", "Ärger"],
      ["TagFay", "ärger"],
    ] as const) {
      const Condition = { StringEquals: { [`aws:ResourceTag/${key}`]: "ja" } };
      const calls = await reader(name, { Effect: "Allow", ...get }, { Effect: "Deny", ...get, Condition });
      assert.equal(await codeOf(calls, names.yes), undefined);
      assert.equal(await codeOf(calls, names.umlaut), "AccessDenied", key);
    }
  });
});

test("attack: an administrator asks a service of the operator's, or one that is not there", async () => {
  const admin = await newUser(server, root, "Admin");
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await done(root.iam("AttachUserPolicy", { UserName: "Admin", PolicyArn }));
  await done(admin.iam("ListUsers"));
  const services = ["portcullis2", "operator", "admin", "s3", "s3tables", "kms", "IAM", "__proto__"];
  const bodies = ["Action=CreateAccount&Version=2010-05-08", "Action=ListUsers&Version=2010-05-08", "{}"];
  for (const service of services) {
    for (const body of bodies) {
      const sent = { headers: ["Content-Type", form], body };
      const call = await signed(server.port, sent, { service, credentials: admin.credentials });
      const { status, code, message } = await send(server.port, call);
      assert.deepEqual([status, code], [403, "SignatureDoesNotMatch"], `${service} ${body}`);
      assert.match(message ?? "", /Credential should be scoped to correct service/);
    }
  }
});

describe("attack: where a signature is wrong shows in the time that it takes to say so", () => {
  const message = {
    method: "POST",
    target: "/",
    headers: [
      "Host",
      "iam.example",
      "X-Amz-Date",
      "20261122T065400Z",
      "Authorization",
      `AWS4-HMAC-SHA256 Credential=AKIA/20261122/us-east-1/iam/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    ],
  };
  const rules = { services: new Map([["iam", serviceSignings.query]]) };
  const reading = readCredential(message, Date.UTC(2026, 10, 22, 6, 54), rules, hashing);

  /** What was compared, and by what. */
  function compared(signature: string): readonly (readonly [string, string])[] {
    assert.ok(reading.kind === "presented");
    const { presented } = reading;
    const pairs: (readonly [string, string])[] = [];
    const watched: Hashing<ReturnType<typeof hashing.key>> = {
      ...hashing,
      equal(a, b) {
        pairs.push([a, b]);
        return hashing.equal(a, b);
      },
    };
    const key = deriveSigningKey("secret", presented.date, presented.region, presented.service, hashing);
    const result = verify(message, { ...presented, signature }, hashing.sha256Hex(""), key, watched);
    assert.equal(result.ok, pairs[0]?.[0] === pairs[0]?.[1] && pairs.length === 1);
    return pairs;
  }

  test("not here: every signature of the right length is compared whole, in constant time", () => {
    const right = compared("0".repeat(64))[0]?.[1] ?? "";
    assert.match(right, /^[0-9a-f]{64}$/);
    const first = right.startsWith("0") ? "1" : "0";
    for (const signature of [right, `${first}${right.slice(1)}`, `${right.slice(0, -1)}g`, "é".repeat(64)]) {
      assert.deepEqual(compared(signature), [[signature, right]]);
    }
  });
});

test("attack: sessions with the greatest policies, one after another, hold the server up or fill it", async () => {
  const services = Array.from({ length: 350 }, (_, at) => `s${at}:*`);
  const about = Array(50).fill({ Effect: "Deny", NotAction: "iam:*", Resource: "*" });
  const PolicyDocument = policy({ Effect: "Allow", Action: services, Resource: "*" }, ...about);
  assert.ok(PolicyDocument.length > 5500);
  const arns: [string, string][] = [];
  for (let at = 0; at < 10; at++) {
    await done(root.iam("CreatePolicy", { PolicyName: `Great${at}`, PolicyDocument }));
    arns.push([`PolicyArns.member.${at + 1}.arn`, `arn:aws:iam::${server.account}:policy/Great${at}`]);
  }
  const trust = policy({ Effect: "Allow", Principal: { AWS: server.account }, Action: "sts:AssumeRole" });
  await done(root.iam("CreateRole", { RoleName: "Great", AssumeRolePolicyDocument: trust }));
  const maker = await newUser(server, root, "Maker");
  const assume = policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" });
  await done(root.iam("PutUserPolicy", { UserName: "Maker", PolicyName: "own", PolicyDocument: assume }));
  const RoleArn = `arn:aws:iam::${server.account}:role/Great`;
  const input = { RoleArn, RoleSessionName: "great", ...Object.fromEntries(arns) };
  const took = await leastTime(async () => {
    const session = callsOf(server, credentialsIn(await done(maker.sts("AssumeRole", input))));
    assert.equal((await session.iam("ListUsers")).code, "AccessDenied");
  });
  assert.ok(took < 300, `${took} ms`);
});
