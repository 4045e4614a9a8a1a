/** A server whose database fails: what is acknowledged, what is refused, and how it comes back. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { readBody, writeBody } from "@portcullis/directory";
import { createFaults, type FaultKind, openSqlite, type Storage } from "@portcullis/storage";
import { type Clients, clientsOf, credentialsOf, failureOf } from "./support/clients.ts";
import { startDurable, type TestServer } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-faults-"));
const path = join(folder, "data");
const umask = process.umask();
const faults = createFaults();
/** Runs once, before the next commit: what another node does meanwhile. */
let meanwhile: ((storage: Storage) => Promise<void>) | undefined;

let server: TestServer;
let root: Clients;

async function start(): Promise<void> {
  server = await startDurable(path, {
    drivers: {
      file: async (file) => {
        const storage = await openSqlite({ path: file, faults, reserveBytes: 1 << 16 });
        return {
          ...storage,
          async commit(commit) {
            const first = meanwhile;
            meanwhile = undefined;
            await first?.(storage);
            await storage.commit(commit);
          },
        };
      },
      memory: () => Promise.reject(new Error("this server keeps what it has")),
    },
  });
  root = clientsOf(server, server.root);
}

before(start);
afterEach(() => faults.end());
after(async () => {
  await server.stop();
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

const create = (name: string) => root.iam.send(new CreateUserCommand({ UserName: name }));

async function names(): Promise<readonly string[]> {
  const { Users = [] } = await root.iam.send(new ListUsersCommand({}));
  return Users.map(({ UserName = "" }) => UserName);
}

/** The events that tell of a user. */
async function eventsOf(name: string) {
  const { Events = [] } = await root.cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: name }] }),
  );
  return Events.map(({ CloudTrailEvent = "" }) => JSON.parse(CloudTrailEvent));
}

describe("when every commit loses its first race", () => {
  test("ids, secrets and answers agree with what is stored", async () => {
    faults.begin("lose-race");
    const people = await Promise.all(
      ["Race1", "Race2", "Race3", "Race4"].map(async (name) => {
        const made = await create(name);
        const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: name }));
        return { name, made, key: AccessKey };
      }),
    );
    faults.end();
    await server.stop();
    await start();
    for (const { name, made, key } of people) {
      const { User } = await root.iam.send(new GetUserCommand({ UserName: name }));
      assert.equal(User?.UserId, made.User?.UserId);
      assert.deepEqual(User?.CreateDate, made.User?.CreateDate);
      const credentials = credentialsOf(key);
      const identity = await clientsOf(server, credentials).sts.send(new GetCallerIdentityCommand({}));
      assert.equal(identity.UserId, made.User?.UserId);
      const events = (await eventsOf(name)).filter(({ eventName }) => eventName === "CreateUser");
      assert.deepEqual(
        events.map(({ requestID, responseElements }) => [requestID, responseElements.user.userId]),
        [[made.$metadata.requestId, made.User?.UserId]],
      );
    }
  });

  test("a right that is taken away between two attempts refuses the second", async () => {
    const { User } = await create("Rita");
    const PolicyArn = "arn:aws:iam::aws:policy/IAMFullAccess";
    await root.iam.send(new AttachUserPolicyCommand({ UserName: "Rita", PolicyArn }));
    const { AccessKey: key } = await root.iam.send(new CreateAccessKeyCommand({ UserName: "Rita" }));
    const rita = clientsOf(server, credentialsOf(key));
    let others = 0;
    meanwhile = async (storage) => {
      others++;
      const realm = `account/${server.account}`;
      const [held] = (await storage.confirm([realm])).revisions;
      const row = await storage.readEntity(realm, "user", User?.UserId ?? "");
      const user = row === undefined ? undefined : readBody(row);
      if (held === undefined || user?.kind !== "user") throw new Error("Rita is not stored");
      const revision = held.revision + 1;
      const puts = [writeBody({ ...user, attached: [] })];
      const write = {
        realm,
        expected: held.revision,
        revision,
        changeId: "of-another-node",
        puts,
        deletes: [],
      };
      await storage.commit({ writes: [write], relied: [], events: [], once: [] });
    };
    const { name, message } = await failureOf(rita.iam.send(new CreateUserCommand({ UserName: "Protege" })));
    assert.equal(others, 1);
    assert.equal(name, "AccessDenied");
    assert.match(message, /because no identity-based policy allows the iam:CreateUser action$/);
    assert.ok(!(await names()).includes("Protege"));
    assert.deepEqual(
      (await eventsOf("Protege")).map(({ eventName, errorCode }) => [eventName, errorCode]),
      [["CreateUser", "AccessDenied"]],
    );
  });
});

const broken: readonly Exclude<FaultKind, "none">[] = [
  "full-disk",
  "read-only",
  "failing-fsync",
  "fail-midway",
];

for (const kind of broken) {
  test(`changes fail clearly, reads go on, nothing is lost, and all comes back: ${kind}`, async () => {
    await create(`Before-${kind}`);
    faults.begin(kind);
    for (let round = 0; round < 3; round++) {
      const { name, status } = await failureOf(create(`During-${kind}`));
      assert.deepEqual([name, status], ["ServiceUnavailable", 503]);
    }
    const { Arn } = await root.sts.send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:iam::${server.account}:root`);
    assert.ok((await names()).includes(`Before-${kind}`));
    assert.ok(!(await names()).includes(`During-${kind}`));
    faults.end();

    const made = await create(`During-${kind}`);
    await server.stop();
    await start();
    const { User } = await root.iam.send(new GetUserCommand({ UserName: `During-${kind}` }));
    assert.equal(User?.UserId, made.User?.UserId);
    assert.ok((await names()).includes(`Before-${kind}`));
    const told = await eventsOf(`During-${kind}`);
    const changes = told.filter(({ eventName, errorCode }) => eventName === "CreateUser" && !errorCode);
    assert.deepEqual(
      changes.map(({ requestID }) => requestID),
      [made.$metadata.requestId],
    );
    const failed = told.filter(({ errorCode }) => errorCode === "ServiceUnavailable");
    assert.equal(failed.length, 3);
  });
}

test("on a full disk the operator can still take a key away, and nobody can add anything", async () => {
  await create("Lost");
  const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: "Lost" }));
  const key = credentialsOf(AccessKey);
  const ofLost = { UserName: "Lost", AccessKeyId: key.accessKeyId };
  const lost = clientsOf(server, key);
  assert.ok((await lost.sts.send(new GetCallerIdentityCommand({}))).Arn);
  faults.begin("full-disk");
  assert.equal((await failureOf(create("More"))).name, "ServiceUnavailable");
  const status = (Status: "Active" | "Inactive") =>
    root.iam.send(new UpdateAccessKeyCommand({ ...ofLost, Status }));
  await status("Inactive");
  assert.equal((await failureOf(status("Active"))).name, "ServiceUnavailable");
  await root.iam.send(new DeleteAccessKeyCommand(ofLost));
  assert.equal(
    (await failureOf(lost.sts.send(new GetCallerIdentityCommand({})))).name,
    "InvalidClientTokenId",
  );
  faults.end();
  await create("More");
});

// A failure midway is one of commits: events that are only appended have no middle.
for (const kind of broken.filter((each) => each !== "fail-midway")) {
  test(`no credential leaves without its event on disk: ${kind}`, async () => {
    faults.begin(kind);
    const { name, status } = await failureOf(root.sts.send(new GetSessionTokenCommand({})));
    assert.deepEqual([name, status], ["ServiceUnavailable", 503]);
    faults.end();
    assert.ok((await root.sts.send(new GetSessionTokenCommand({}))).Credentials);
  });
}

test("a change whose outcome was unknown is looked for, and told as it was", async () => {
  faults.begin("forget-outcome", 1);
  const made = await create("Unsure");
  const { User } = await root.iam.send(new GetUserCommand({ UserName: "Unsure" }));
  assert.equal(User?.UserId, made.User?.UserId);
  assert.equal((await failureOf(create("Unsure"))).name, "EntityAlreadyExistsException");
});

test("with a database that does not answer, what is in memory is still read and decided", async () => {
  await create("Seen");
  faults.begin("unreachable");
  assert.ok((await names()).includes("Seen"));
  const { name, status } = await failureOf(create("Unseen"));
  assert.deepEqual([name, status], ["ServiceUnavailable", 503]);
  faults.end();
  await create("Unseen");
  assert.ok((await names()).includes("Unseen"));
});

test("a server that was stopped in the middle of it all says that it stopped clean", async () => {
  assert.equal(await server.stop(), 0);
  await start();
  assert.ok(!server.written().includes('"level":60'));
});
