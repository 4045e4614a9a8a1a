/** Installations that earlier releases left, served by the sources as they are. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { services } from "@portcullis/aws-model";
import { fileMasterKey, openKeyRing, openSession, revealText } from "@portcullis/keys";
import { handlerOf } from "@portcullis/services";
import { openSqlite } from "@portcullis/storage";
import { releases, thisRelease } from "../tools/releases.ts";
import { callsOf, done, textOf } from "./support/calls.ts";
import { refused } from "./support/changes.table.ts";
import {
  answersOf,
  answersTo,
  changeActions,
  knownOf,
  readsOf,
  sumOfEvents,
  unpack,
} from "./support/kept-release.ts";
import { policy } from "./support/policy.ts";
import { passing } from "./support/reads.table.ts";
import { startDurable, type TestServer } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-kept-"));
after(() => rmSync(folder, { recursive: true }));

for (const release of Object.keys(releases)) {
  describe(`an installation of release ${release}`, () => {
    const path = join(folder, release);
    const known = knownOf(release);
    let server: TestServer;
    before(async () => {
      unpack(release, path);
      server = await startDurable(path, { root: known.roots[0]! });
    });
    after(() => server.stop());

    test("answers everything that reads as it was recorded", async () => {
      const recorded = answersOf(release);
      const reads = recorded.map(({ account, action, parameters }) => [account, action, parameters] as const);
      assert.deepEqual(await answersTo(server, known, reads), recorded);
    });

    test("opens a user's key, and changes what that user may do", async () => {
      const user = callsOf(server, known.user);
      assert.match(textOf(await done(user.iam("GetUser")), "Arn"), /:user\/ann$/);
      assert.equal((await user.iam("GetGroup", { GroupName: "later" })).code, "AccessDenied");
      const tenant = callsOf(server, known.roots[1]!);
      const PolicyDocument = policy({ Effect: "Allow", Action: "iam:GetGroup", Resource: "*" });
      await done(tenant.iam("CreateGroup", { GroupName: "later" }));
      await done(tenant.iam("AddUserToGroup", { GroupName: "later", UserName: "ann" }));
      await done(tenant.iam("PutUserPolicy", { UserName: "ann", PolicyName: "later", PolicyDocument }));
      const group = await done(user.iam("GetGroup", { GroupName: "later" }));
      assert.match(group.body, /<UserName>ann<\/UserName>/);
    });

    test("tells the events of every change byte for byte", async () => {
      assert.equal(await sumOfEvents(server, known), known.events);
    });
  });

  test(`a session that release ${release} issued is opened, with its secret`, async () => {
    const path = join(folder, `${release}-keys`);
    unpack(release, path);
    const { session, accounts } = knownOf(release);
    const found = await fileMasterKey(join(path, "master.key"));
    const storage = await openSqlite({ path: join(path, "portcullis.db"), reserveBytes: 0 });
    try {
      const deployment = await storage.deployment();
      assert.ok(found.ok && deployment !== undefined);
      const { id: deploymentId, keyCheck } = deployment;
      const { masterKey } = found;
      const keys = await openKeyRing({ deploymentId, keyCheck, rows: await storage.keys(), masterKey });
      assert.ok(keys.ok);
      const opened = openSession(keys.ring, session.sessionToken ?? "", session.accessKeyId);
      assert.ok(opened !== undefined);
      assert.equal(revealText(opened.secretAccessKey), session.secretAccessKey);
      assert.equal(opened.session.account, accounts[1]);
      assert.equal(opened.session.expires - opened.session.issued, 900_000);
    } finally {
      await storage.close();
    }
  });
}

test("this release made its installation by every change of the table", () => {
  const again = "run: npm run keep-release -- --again";
  assert.deepEqual(knownOf(thisRelease).changes, changeActions, again);
});

test("this release recorded every operation of IAM that reads what lasts", () => {
  const reading = Object.keys(services.iam.operations).filter(
    (name) =>
      /^(Get|List)/.test(name) &&
      handlerOf("iam", name).kind === "offered" &&
      !refused.has(name) &&
      !passing.has(name),
  );
  const recorded = answersOf(thisRelease);
  const actions = new Set(recorded.map(({ action }) => action));
  assert.deepEqual([...actions].filter((name) => /^(Get|List)/.test(name)).sort(), reading.sort());
  assert.equal(recorded.length, readsOf(knownOf(thisRelease)).length);
  assert.ok(recorded.every(({ status }) => status === 200));
});
