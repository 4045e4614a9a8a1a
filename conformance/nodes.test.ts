/** Two nodes over one database: what one acknowledges, the other knows. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AcceptDelegationRequestCommand,
  AssociateDelegationRequestCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateDelegationRequestCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DetachUserPolicyCommand,
  GetDelegationRequestCommand,
  GetRoleCommand,
  GetUserCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  SendDelegationTokenCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetDelegatedAccessTokenCommand,
  GetSessionTokenCommand,
} from "@aws-sdk/client-sts";
import { openPostgres } from "@portcullis/storage";
import { patient, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { startPassThrough } from "./support/balancer.ts";
import { callsOf, done } from "./support/calls.ts";
import { type Clients, clientsOf, credentialsOf, failureOf } from "./support/clients.ts";
import { type Node, type Nodes, startNodes } from "./support/nodes.ts";
import { policy } from "./support/policy.ts";
import type { Credentials } from "./support/server.ts";

const database = await testDatabase();
const open = () => openPostgres({ url: database.url, deadlines: patient });
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

let cluster: Nodes;
let here: Clients;
let there: Clients;
let [one, two] = [] as unknown as [Node, Node];

before(async () => {
  cluster = await startNodes({ open, args: ["--max-staleness", "3"] });
  [one, two] = cluster.nodes as [Node, Node];
  here = clientsOf(one, cluster.root);
  there = clientsOf(two, cluster.root);
});
after(async () => {
  await cluster[Symbol.asyncDispose]();
  await database.drop();
});

/** A new user with a key and, where it is given, a managed policy. */
async function newUser(name: string, policyArn?: string): Promise<Credentials> {
  await here.iam.send(new CreateUserCommand({ UserName: name }));
  if (policyArn !== undefined) {
    await here.iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: policyArn }));
  }
  const { AccessKey } = await here.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return credentialsOf(AccessKey);
}

/** Resolves when a condition holds; fails the test after some seconds. */
async function until(holds: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error("it did not come to pass");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function readiness(node: Node): Promise<{ status: number; stateAge: number; notes?: string[] }> {
  const answer = await fetch(`http://127.0.0.1:${node.operatePort}/readyz`);
  return { ...((await answer.json()) as { stateAge: number; notes?: string[] }), status: answer.status };
}

describe("what one node acknowledged is known to the other at the very next call", () => {
  test("a user, its policy and its key", async () => {
    const key = await newUser("ann", administrator);
    const ann = clientsOf(two, key);
    assert.match((await ann.sts.send(new GetCallerIdentityCommand({}))).Arn ?? "", /user\/ann$/);
    const { Users = [] } = await ann.iam.send(new ListUsersCommand({}));
    assert.ok(Users.some(({ UserName }) => UserName === "ann"));
  });

  test("a permission that was added and one that was taken away", async () => {
    const key = await newUser("bob");
    const bob = clientsOf(two, key);
    for (let round = 0; round < 5; round++) {
      assert.equal((await failureOf(bob.iam.send(new GetUserCommand({})))).name, "AccessDenied");
      await here.iam.send(new AttachUserPolicyCommand({ UserName: "bob", PolicyArn: administrator }));
      await bob.iam.send(new GetUserCommand({}));
      await here.iam.send(new DetachUserPolicyCommand({ UserName: "bob", PolicyArn: administrator }));
    }
  });

  test("a key that was deactivated, and one that was deleted", async () => {
    const key = await newUser("cyd");
    const cyd = clientsOf(two, key);
    await cyd.sts.send(new GetCallerIdentityCommand({}));
    const named = { UserName: "cyd", AccessKeyId: key.accessKeyId };
    await here.iam.send(new UpdateAccessKeyCommand({ ...named, Status: "Inactive" }));
    assert.equal(
      (await failureOf(cyd.sts.send(new GetCallerIdentityCommand({})))).name,
      "InvalidClientTokenId",
    );
    await here.iam.send(new UpdateAccessKeyCommand({ ...named, Status: "Active" }));
    await cyd.sts.send(new GetCallerIdentityCommand({}));
    await here.iam.send(new DeleteAccessKeyCommand(named));
    assert.equal(
      (await failureOf(cyd.sts.send(new GetCallerIdentityCommand({})))).name,
      "InvalidClientTokenId",
    );
  });

  test("a session that it issued, and a role that the session is of", async () => {
    const key = await newUser("dan", administrator);
    const trust = policy({ Effect: "Allow", Principal: { AWS: one.account }, Action: "sts:AssumeRole" });
    const { Role } = await there.iam.send(
      new CreateRoleCommand({ RoleName: "Across", AssumeRolePolicyDocument: trust }),
    );
    const { Credentials: issued } = await clientsOf(one, key).sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "session" }),
    );
    const session = credentialsOf(issued);
    for (const node of [one, two]) {
      const { Arn } = await clientsOf(node, session).sts.send(new GetCallerIdentityCommand({}));
      assert.match(Arn ?? "", /assumed-role\/Across\/session$/);
    }
  });
});

const races = process.env.PORTCULLIS_SOAK === undefined ? 100 : 1000;

test(`of two clients on two nodes that race for one name one wins, ${races} times out of ${races}`, async () => {
  for (let round = 0; round < races; round++) {
    const command = () => new CreateUserCommand({ UserName: `Racer${round}` });
    const outcomes = await Promise.allSettled([here.iam.send(command()), there.iam.send(command())]);
    const lost = outcomes.filter((outcome) => outcome.status === "rejected");
    assert.deepEqual(
      lost.map(({ reason }) => reason.name),
      ["EntityAlreadyExistsException"],
    );
  }
});

describe("a node that is cut off from the database", () => {
  test("says of nothing that it is not there: whoever believed it would forget what another node made", async () => {
    const key = await newUser("fay", administrator);
    const fay = clientsOf(two, key);
    await fay.iam.send(new GetUserCommand({}));
    two.cut();
    const trust = policy({ Effect: "Allow", Principal: { AWS: one.account }, Action: "sts:AssumeRole" });
    const role = { RoleName: "Later", AssumeRolePolicyDocument: trust };
    const { Role } = await here.iam.send(new CreateRoleCommand(role));
    const { Credentials: issued } = await clientsOf(one, key).sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "session" }),
    );
    const session = credentialsOf(issued);
    const calls = [
      () => fay.iam.send(new GetRoleCommand({ RoleName: "Later" })),
      () => clientsOf(two, session).sts.send(new GetCallerIdentityCommand({})),
      () => fay.iam.send(new DeleteRoleCommand({ RoleName: "Later" })),
    ];
    for (const call of calls) {
      const refused = await failureOf(call());
      assert.deepEqual([refused.name, refused.status], ["ServiceUnavailable", 503]);
    }
    two.mend();
    await until(async () => (await readiness(two)).notes?.length === 0);
    for (const call of calls) await call();
    assert.equal((await failureOf(calls[0]!())).name, "NoSuchEntityException");
  });

  test("says of no delegation that it has ended: its token may have been released just now", async () => {
    const root = callsOf(one, cluster.root);
    const Policy = policy({ Effect: "Allow", Action: "iam:GetUser", Resource: "*" });
    const template = { Name: "look", RequestorAccountId: one.account, RequestorName: "Partner", Policy };
    await done(root.own("PutDelegationTemplate", template));
    const key = await newUser("ida", administrator);
    const ida = clientsOf(two, key);
    const asked = await here.iam.send(
      new CreateDelegationRequestCommand({
        OwnerAccountId: one.account,
        Description: "Looks.",
        Permissions: { PolicyTemplateArn: "arn:aws:iam:::delegation-template/look" },
        RequestorWorkflowId: "workflow",
        NotificationChannel: `arn:aws:sns:us-east-1:${one.account}:topic`,
        SessionDuration: 3600,
      }),
    );
    const id = { DelegationRequestId: asked.DelegationRequestId };
    const approver = clientsOf(one, key).iam;
    await approver.send(new AssociateDelegationRequestCommand(id));
    await approver.send(new AcceptDelegationRequestCommand(id));
    await ida.iam.send(new GetDelegationRequestCommand(id));
    two.cut();
    await approver.send(new SendDelegationTokenCommand(id));
    const { body } = await done(root.own("ListDelegationNotifications"));
    const TradeInToken = /"ExchangeToken":"([^"]+)"/.exec(body)?.[1];
    const exchange = () => ida.sts.send(new GetDelegatedAccessTokenCommand({ TradeInToken }));
    const refused = await failureOf(exchange());
    assert.deepEqual([refused.name, refused.status], ["ServiceUnavailable", 503]);
    two.mend();
    await until(async () => (await readiness(two)).notes?.length === 0);
    await exchange();
  });

  test("sends whoever it cannot serve to another node, also by a balancer that passes connections through", async () => {
    await using balancer = await startPassThrough([two.port, one.port]);
    const { port } = balancer;
    const door = { endpoint: `http://127.0.0.1:${port}`, port, operatePort: 0 };
    const gus = clientsOf(door, await newUser("gus", administrator), 2);
    await gus.iam.send(new GetUserCommand({}));
    assert.deepEqual(balancer.given, [1, 0]);
    two.cut();
    await gus.iam.send(new CreateUserCommand({ UserName: "hal" }));
    assert.deepEqual(balancer.given, [1, 1]);
    two.mend();
    await until(async () => (await readiness(two)).notes?.length === 0);
  });

  test("decides, changes nothing, issues marked sessions, and stops at the bound; then recovers by itself", async () => {
    const key = await newUser("eve", administrator);
    const [eve, eveElsewhere] = [clientsOf(two, key), clientsOf(one, key)];
    await eve.iam.send(new GetUserCommand({}));
    assert.deepEqual((await readiness(two)).notes, []);
    two.cut();

    await until(async () => (await readiness(two)).stateAge > 1.5);
    assert.equal((await readiness(two)).status, 200);
    assert.match((await readiness(two)).notes?.join() ?? "", /database does not answer/);
    await eve.iam.send(new GetUserCommand({}));
    assert.equal(
      (
        await failureOf(
          clientsOf(two, { ...key, secretAccessKey: "wrong" }).sts.send(new GetCallerIdentityCommand({})),
        )
      ).name,
      "SignatureDoesNotMatch",
    );
    const refused = await failureOf(eve.iam.send(new CreateUserCommand({ UserName: "Refused" })));
    assert.deepEqual([refused.name, refused.status], ["ServiceUnavailable", 503]);

    const { Credentials: issued } = await eve.sts.send(new GetSessionTokenCommand({ DurationSeconds: 3600 }));
    const life = (issued?.Expiration?.getTime() ?? 0) - Date.now();
    assert.ok(life > 0 && life <= 3000, `${life}`);
    const session = credentialsOf(issued);
    await clientsOf(one, session).sts.send(new GetCallerIdentityCommand({}));
    // What a marked session asks for in turn could be traced to nobody.
    const chained = await failureOf(
      clientsOf(two, session).sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${two.account}:role/Across`,
          RoleSessionName: "session",
        }),
      ),
    );
    assert.equal(chained.name, "ServiceUnavailable");

    // The key that asked is deactivated where the database is: the connected node refuses the session, too.
    await here.iam.send(
      new UpdateAccessKeyCommand({ UserName: "eve", AccessKeyId: key.accessKeyId, Status: "Inactive" }),
    );
    for (const refusedThere of [eveElsewhere, clientsOf(one, session)]) {
      assert.equal(
        (await failureOf(refusedThere.sts.send(new GetCallerIdentityCommand({})))).name,
        "InvalidClientTokenId",
      );
    }

    await until(async () => (await readiness(two)).status === 503);
    const beyond = await failureOf(eve.sts.send(new GetCallerIdentityCommand({})));
    assert.deepEqual([beyond.name, beyond.status], ["ServiceUnavailable", 503]);

    two.mend();
    await until(async () => (await readiness(two)).status === 200);
    assert.equal(
      (await failureOf(eve.sts.send(new GetCallerIdentityCommand({})))).name,
      "InvalidClientTokenId",
    );
    await there.iam.send(
      new PutUserPolicyCommand({
        UserName: "eve",
        PolicyName: "p",
        PolicyDocument: policy({ Effect: "Deny", Action: "*", Resource: "*" }),
      }),
    );
  });
});
