import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { lookAtDeletion, openPostgres, preparePostgres } from "../src/index.ts";
import { grants } from "../src/postgres/grants.table.ts";
import { privateServer } from "./postgres/cluster.ts";
import type { Server } from "./postgres/server.ts";
import { patient, roles, type TestDatabase, testDatabase } from "./postgres/test-database.ts";

/** A server of its own, since roles belong to all databases of one. */
let server: Server;
let database: TestDatabase;
before(async () => {
  server = await privateServer();
  const { asSuperuser, drop } = await testDatabase({ server });
  await asSuperuser(async (client) => {
    await client.query("CREATE ROLE mighty LOGIN SUPERUSER");
    await client.query("CREATE ROLE member LOGIN NOINHERIT IN ROLE owner");
    await client.query("CREATE ROLE grandchild LOGIN IN ROLE member");
    await client.query("CREATE ROLE cleaner LOGIN IN ROLE retention");
    await client.query("CREATE ROLE writer LOGIN IN ROLE pg_write_all_data");
    await client.query("CREATE ROLE another LOGIN");
  });
  await drop();
});
after(() => server.end());
/** A database for what changes it, or for several that do not. */
async function newDatabase(): Promise<void> {
  database = await testDatabase({ server });
}
const drop = () => database.drop();

/** All that was granted of ours to whom. */
async function granted(): Promise<string> {
  let all = "";
  await database.asSuperuser(async (client) => {
    const { rows } = await client.query(`
      SELECT relname AS name, relacl::text AS acl FROM pg_class WHERE relnamespace = 'portcullis'::regnamespace
      UNION ALL SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname = 'portcullis' ORDER BY 1`);
    all = JSON.stringify(rows);
  });
  return all;
}

const prepare = (running: string, retention?: string, role = "owner") =>
  preparePostgres(
    { url: database.at({ role }) },
    retention === undefined ? { running } : { running, retention },
  );

const opened = async (role: string): Promise<void> => {
  await (await openPostgres({ url: database.at({ role }), deadlines: patient })).close();
};

describe("roles that cannot be those of servers are refused, and nothing is changed:", () => {
  before(newDatabase);
  after(drop);

  const refused: readonly (readonly [string, readonly [string, string?], RegExp])[] = [
    [
      "one role for both",
      ["running", "running"],
      /^The running role and the retention role are both running: /,
    ],
    ["the owner", ["owner"], /^The role owner owns the database, and may do everything with it: /],
    ["the owner as the second one", ["running", "owner"], /^The role owner owns the database, /],
    [
      "a member of the owner, although it inherits nothing",
      ["member"],
      /^The role member is a member of owner, which owns the database: /,
    ],
    ["a member of a member", ["grandchild"], /^The role grandchild is a member of owner, /],
    ["a superuser", ["mighty"], /^The role mighty is a superuser, and no grant binds it: /],
    ["one that is not there", ["absent"], /^The role absent does not exist: create it first\.$/],
    ["everybody", ["public"], /^The role public does not exist: /],
    [
      "a running role that is a member of the one that deletes events",
      ["cleaner", "retention"],
      /^One of the roles cleaner and retention is a member of the other, /,
    ],
    [
      "one with a right from elsewhere",
      ["writer"],
      /^The role writer has [A-Z]+ on the table \w+ without our grant: take it /,
    ],
  ];
  for (const [what, named, message] of refused) {
    test(what, async () => {
      const before = await granted();
      await assert.rejects(prepare(...named), { name: "OpenError", code: "cannot-open", message });
      assert.equal(await granted(), before);
      await opened(roles.running);
    });
  }

  test("one that owns a table of ours alone", async () => {
    await database.asSuperuser((client) => client.query("ALTER TABLE portcullis.entity OWNER TO another"));
    const before = await granted();
    await assert.rejects(prepare("another"), { message: /^The role another owns the table entity, / });
    assert.equal(await granted(), before);
    await database.asSuperuser((client) => client.query("ALTER TABLE portcullis.entity OWNER TO owner"));
  });

  test("of a database without tables none are made", async () => {
    const empty = await testDatabase({ server, empty: true });
    await assert.rejects(preparePostgres({ url: empty.url }, { running: "owner" }));
    await empty.asSuperuser(async (client) => {
      const { rows } = await client.query("SELECT to_regnamespace('portcullis') AS found");
      assert.deepEqual(rows, [{ found: null }]);
    });
    await empty.drop();
  });

  test("a role that does not own the tables prepares nothing", async () => {
    const before = await granted();
    await assert.rejects(prepare("another", undefined, roles.running), { name: "OpenError" });
    assert.equal(await granted(), before);
  });
});

describe("preparing again", () => {
  beforeEach(newDatabase);
  afterEach(drop);

  test("gives back what the owner has lost, and what a role of servers has", async () => {
    await opened("owner");
    await database.asSuperuser(async (client) => {
      for (const role of ["owner", "running"]) {
        await client.query(`REVOKE ALL ON ALL TABLES IN SCHEMA portcullis FROM ${role}`);
        await client.query(`REVOKE ALL ON SCHEMA portcullis FROM ${role}`);
      }
    });
    for (const role of ["owner", "running"]) {
      await assert.rejects(opened(role), {
        code: "cannot-open",
        message:
          /: permission denied for schema portcullis: run portcullis prepare as the role that owns its tables\.$/,
      });
    }
    await prepare(roles.running, roles.retention);
    await opened("owner");
    await opened("running");
    await database.asSuperuser(async (client) => {
      for (const table of Object.keys(grants)) {
        const { rows } = await client.query(
          "SELECT bool_and(has_table_privilege('owner', $1, p)) AS all FROM unnest('{SELECT,UPDATE,DELETE,TRUNCATE}'::text[]) p",
          [`portcullis.${table}`],
        );
        assert.deepEqual(rows, [{ all: true }], table);
      }
    });
  });

  test("takes from a role of servers what it should not have", async () => {
    await database.asSuperuser((client) => client.query("GRANT DELETE ON portcullis.event_block TO running"));
    const before = await granted();
    await prepare(roles.running, roles.retention);
    assert.notEqual(await granted(), before);
    await database.asSuperuser(async (client) => {
      const { rows } = await client.query(
        "SELECT has_table_privilege('running', 'portcullis.event_block', 'DELETE') AS may",
      );
      assert.deepEqual(rows, [{ may: false }]);
    });
  });
});

test("a role is told whether it may delete events, by all that it may, and before there are any", async () => {
  await newDatabase();
  const of = (role: string, { at } = database) => lookAtDeletion({ url: at({ role }) });
  for (const role of ["owner", "retention", "cleaner"]) assert.deepEqual(await of(role), { role, may: true });
  for (const role of ["running", "another", "writer"]) assert.deepEqual(await of(role), { role, may: false });
  const empty = await testDatabase({ empty: true, server });
  assert.deepEqual(await of("another", empty), { role: "another", may: undefined });
  await empty.drop();
  await drop();
});
