import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Client } from "pg";
import { type OpenError, openPostgres, type Storage } from "../src/index.ts";
import { privateServer } from "./postgres/cluster.ts";
import type { Server } from "./postgres/server.ts";
import { patient, roles, type TestDatabase, testDatabase } from "./postgres/test-database.ts";
import { allEvents, commitOf, event, newRealm, user, write } from "./samples.ts";

describe("roles", () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  test("the running role writes events and cannot change or delete them, whatever it tries", async () => {
    const storage = await openPostgres({ url: database.at({ role: roles.running }), deadlines: patient });
    const realm = newRealm();
    const kept = event(realm, { time: 1 });
    await storage.appendEvents([kept]);
    await assert.rejects(storage.purgeEvents(2, 10), { kind: "away", message: "the role may not do this" });
    const client = new Client(database.at({ role: roles.running }));
    await client.connect();
    for (const table of ["event_block", "event_position", "event_value"]) {
      for (const statement of [
        `DELETE FROM portcullis.${table}`,
        `UPDATE portcullis.${table} SET realm = 'x'`,
        `TRUNCATE portcullis.${table}`,
        `DROP TABLE portcullis.${table}`,
      ]) {
        await assert.rejects(client.query(statement), { code: "42501" }, statement);
      }
    }
    await client.end();
    assert.deepEqual(await allEvents(storage, realm), [kept]);
    await storage.close();
  });

  test("the retention role deletes events and reads nothing else", async () => {
    const storage = await openPostgres({
      url: database.at({ role: roles.running }),
      retention: { url: database.at({ role: roles.retention }) },
      deadlines: patient,
    });
    const realm = newRealm();
    await storage.appendEvents([1, 2, 3].map((time) => event(realm, { time })));
    while ((await storage.purgeEvents(3, 10)) > 0);
    assert.deepEqual(
      (await allEvents(storage, realm)).map(({ time }) => time),
      [3],
    );
    await storage.close();
    const client = new Client(database.at({ role: roles.retention }));
    await client.connect();
    for (const statement of [
      "SELECT FROM portcullis.entity",
      "SELECT FROM portcullis.key",
      "SELECT FROM portcullis.deployment",
      "INSERT INTO portcullis.event_position VALUES ('r', 'w', 1, 'i')",
    ]) {
      await assert.rejects(client.query(statement), { code: "42501" }, statement);
    }
    await client.end();
  });
});

describe("passwords", () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
    await database.asSuperuser(async (client) => {
      await client.query("CREATE ROLE asked LOGIN PASSWORD 'the password' IN ROLE scram, owner");
    });
  });
  after(async () => {
    await database.asSuperuser((client) => client.query("DROP ROLE asked"));
    await database.drop();
  });

  test("one is taken from the address, or asked for at every connection", async () => {
    const url = database.at({ role: "asked" });
    await (await openPostgres({ url: url.replace("asked@", "asked:the%20password@") })).close();
    let asked = 0;
    const password = async () => {
      asked += 1;
      return "the password";
    };
    const storage = await openPostgres({ url, password });
    await storage.realmExists("r");
    await storage.close();
    assert.equal(asked, 2);
  });

  test("a wrong one is refused, and no message says what it was", async () => {
    const url = database.at({ role: "asked" });
    for (const target of [
      { url: url.replace("asked@", "asked:not%20this@") },
      { url, password: () => "not this" },
      { url },
    ]) {
      await assert.rejects(openPostgres(target), (error: Error) => {
        assert.equal((error as OpenError).code, "cannot-open");
        assert.doesNotMatch(inspect(error, { depth: 9 }), /not this|not%20this/);
        return true;
      });
    }
  });

  test("no variable and no file of the environment changes where it goes or what it says there", async () => {
    const home = mkdtempSync(join(tmpdir(), "home-"));
    const file = join(home, "pgpass");
    writeFileSync(file, "*:*:*:*:the password\n", { mode: 0o600 });
    const hostile = {
      PGHOST: "192.0.2.1",
      PGPORT: "1",
      PGUSER: "postgres",
      PGDATABASE: "postgres",
      PGPASSWORD: "the password",
      PGPASSFILE: file,
      PGOPTIONS: "-c default_transaction_read_only=on",
      PGSSLMODE: "no-verify",
      PGSSLNEGOTIATION: "direct",
      PGREPLICATION: "database",
      PGCLIENT_ENCODING: "LATIN1",
      PGAPPNAME: "another",
    };
    const usual = { ...process.env };
    const realm = newRealm();
    const ann = user("é", "\u{1f512}");
    let storage: Storage | undefined;
    Object.assign(process.env, hostile);
    try {
      storage = await openPostgres({ url: database.url, deadlines: patient });
      await storage.commit(commitOf({ writes: [write(realm, 1, [ann])] }));
      await assert.rejects(openPostgres({ url: database.at({ role: "asked" }) }), { code: "cannot-open" });
    } finally {
      for (const name of Object.keys(hostile)) delete process.env[name];
      Object.assign(process.env, usual);
      rmSync(home, { recursive: true });
    }
    assert.deepEqual((await storage.loadRealm(realm))?.entities, [ann]);
    await database.asSuperuser(async (client) => {
      const { rows } = await client.query(
        "SELECT DISTINCT application_name, usename FROM pg_stat_activity WHERE usename = 'owner'",
      );
      assert.deepEqual(rows, [{ application_name: "portcullis", usename: "owner" }]);
    });
    await storage.close();
  });
});

describe("TLS", () => {
  const fixture = (name: string) =>
    fileURLToPath(new URL(`../../server/test/fixtures/${name}.pem`, import.meta.url));
  let server: Server;
  let database: TestDatabase;

  before(async () => {
    server = await privateServer({
      settings: { ssl: "on", listen_addresses: "127.0.0.1,127.0.0.2" },
      files: {
        "server.crt": readFileSync(fixture("first.cert"), "utf8"),
        "server.key": readFileSync(fixture("first.key"), "utf8"),
      },
    });
    database = await testDatabase({ server });
    await database.asSuperuser((client) =>
      client.query("CREATE ROLE asked LOGIN PASSWORD 'the password' IN ROLE scram, owner"),
    );
  });
  after(() => server.end());

  test("a name that its authority vouches for is spoken to, and every connection is encrypted", async () => {
    const caFile = fixture("first.cert");
    const storage = await openPostgres({
      url: database.at({ role: "asked" }),
      password: () => "the password",
      caFile,
    });
    await storage.realmExists("r");
    await database.asSuperuser(async (client) => {
      const { rows } = await client.query(
        "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'asked'",
      );
      assert.deepEqual(rows, [{ ssl: true }]);
    });
    await storage.close();
  });

  test("another authority, another name, or nobody who vouches is refused, whatever the environment says", async (t) => {
    const { url } = database;
    // Node warns of the variable.
    t.mock.method(process, "emitWarning", () => undefined);
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      for (const target of [
        { url, caFile: fixture("second.cert") },
        { url: `${url}?sslmode=verify-full` },
        { url: url.replace("127.0.0.1", "127.0.0.2"), caFile: fixture("first.cert") },
        { url, caFile: fixture("none") },
      ]) {
        await assert.rejects(openPostgres(target), { code: "cannot-open" });
      }
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  test("a database that is not on this machine is not spoken to without TLS unless the operator says so", async () => {
    const plain = await testDatabase();
    // Leads to this machine and does not say so.
    const url = plain.url.replace("127.0.0.1", "0.0.0.0");
    await assert.rejects(openPostgres({ url, deadlines: patient }), {
      code: "cannot-open",
      message: /does not support SSL/,
    });
    await (await openPostgres({ url, withoutTls: true })).close();
    await plain.drop();
  });

  test("a unix socket is this machine", async () => {
    const { pathname } = new URL(database.url);
    const url = `postgres://${pathname}?host=${server.folder}&user=owner&port=${server.port}`;
    const storage = await openPostgres({ url, deadlines: patient });
    assert.equal(await storage.realmExists("r"), false);
    await storage.close();
  });
});
