import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { commitSurely } from "../src/commit-surely.ts";
import { openPostgres, type Storage } from "../src/index.ts";
import { privateServer } from "./postgres/cluster.ts";
import { eventually } from "./postgres/eventually.ts";
import type { Server } from "./postgres/server.ts";
import { patient, roles, type TestDatabase, testDatabase } from "./postgres/test-database.ts";
import { commitOf, entityIds, event, newRealm, user, write } from "./samples.ts";

describe("a synchronous standby that does not answer", () => {
  let server: Server;
  let database: TestDatabase;
  let storage: Storage;
  let realm: string;

  before(async () => {
    server = await privateServer();
    database = await testDatabase({ server });
    const url = database.at({ role: roles.running });
    storage = await openPostgres({ url, deadlines: { ...patient, settle: 400 } });
  });
  beforeEach(async () => {
    realm = newRealm();
    await eventually(() => storage.commit(commitOf({ writes: [write(realm, 1)] })));
  });
  afterEach(() => standby(""));
  after(async () => {
    await storage.close();
    await server.end();
  });

  /** Which standby commits wait for; empty: for none. Who waits meanwhile goes on when it is none. */
  function standby(name: string): Promise<void> {
    return database.asSuperuser(async (client) => {
      await client.query("SET synchronous_commit = local");
      await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
      await client.query("SELECT pg_reload_conf()");
    });
  }

  /** Has `doing` wait for a standby that nobody is. */
  async function waiting<T>(doing: () => Promise<T>): Promise<{ readonly end: Promise<T> }> {
    await standby("nobody");
    await untilCommitsWait();
    const end = doing();
    end.catch(() => undefined);
    await eventually(() => waiters("pid", 1));
    return { end };
  }

  /** The server takes its new settings in its own time: until then commits go through. */
  function untilCommitsWait(): Promise<void> {
    return database.asSuperuser(async (client) => {
      for (let waited = false; !waited; ) {
        let through = false;
        const probe = client.query("SELECT pg_logical_emit_message(true, 'probe', '')").then(() => {
          through = true;
        });
        waited = await eventually(async () => {
          if (through) return false;
          await waiters("pg_cancel_backend(pid)", 1);
          return true;
        });
        await probe;
      }
    });
  }

  /** Does something to everybody who waits for the standby. */
  function waiters(what: string, atLeast: number): Promise<void> {
    return database.asSuperuser(async (client) => {
      const { rowCount } = await client.query(
        `SELECT ${what} FROM pg_stat_activity WHERE wait_event = 'SyncRep'`,
      );
      assert.ok((rowCount ?? 0) >= atLeast);
    });
  }

  const ends =
    process.env.PORTCULLIS_SOAK === undefined
      ? ["pg_cancel_backend"]
      : ["pg_cancel_backend", "pg_terminate_backend"];
  for (const how of ends) {
    test(`leaves a commit unknown whose waiting is ended by ${how}, until it answers`, async () => {
      const commit = commitOf({ writes: [write(realm, 2, [user("ann")])], events: [event(realm)] });
      const { end } = await waiting(() => commitSurely(storage, commit));
      await waiters(`${how}(pid)`, 1);
      await assert.rejects(end, { kind: "unknown" });
      assert.deepEqual(await entityIds(storage, realm), ["ann"], "it is there, and nobody was told so");
      await assert.rejects(storage.wasCommitted(commit), { name: "StorageError" });
      await standby("");
      assert.equal(await eventually(() => storage.wasCommitted(commit)), true);
    });
  }

  test("leaves a commit unknown that a crash of the primary brought to light", async () => {
    const commit = commitOf({ writes: [write(realm, 2, [user("ann")])] });
    const { end } = await waiting(() => storage.commit(commit));
    await server.stop("immediate");
    await assert.rejects(end, { kind: "unknown" });
    await server.start();
    assert.deepEqual(await eventually(() => entityIds(storage, realm)), ["ann"]);
    await assert.rejects(storage.wasCommitted(commit), { name: "StorageError" });
    await standby("");
    assert.equal(await eventually(() => storage.wasCommitted(commit)), true);
  });

  test("leaves events unknown that are found when they are sent again", async () => {
    const events = [event(realm)];
    const { end } = await waiting(() => storage.appendEvents(events));
    await waiters("pg_cancel_backend(pid)", 1);
    await assert.rejects(end, { kind: "unknown" });
    const again = assert.rejects(storage.appendEvents(events), { kind: "unknown" });
    await eventually(() => waiters("pg_cancel_backend(pid)", 1));
    await again;
    await standby("");
    await eventually(() => storage.appendEvents(events));
  });

  test("leaves unknown what several statements in a transaction wrote", async () => {
    const absent = { realm: newRealm(), revision: 0 };
    const commit = commitOf({ writes: [write(realm, 2)], relied: [absent] });
    const { end } = await waiting(() => storage.commit(commit));
    await waiters("pg_cancel_backend(pid)", 1);
    await assert.rejects(end, { kind: "unknown" });
  });

  for (const less of ["local", "remote_write", "off"]) {
    test(`is waited for by a role that is told synchronous_commit = ${less}`, async () => {
      const alter = (change: string) =>
        database.asSuperuser((client) => client.query(`ALTER ROLE ${roles.running} ${change}`));
      await alter(`SET synchronous_commit = ${less}`);
      const url = database.at({ role: roles.running });
      const hasty = await openPostgres({ url, deadlines: patient });
      const { end } = await waiting(() => hasty.commit(commitOf({ writes: [write(newRealm(), 1)] })));
      await standby("");
      await end;
      await alter("RESET synchronous_commit");
      await hasty.close();
    });
  }
});
