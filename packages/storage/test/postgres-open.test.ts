import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openPostgres, preparePostgres, type Storage } from "../src/index.ts";
import { grants } from "../src/postgres/grants.table.ts";
import { eventually } from "./postgres/eventually.ts";
import {
  type DatabaseOptions,
  patient,
  roles,
  type TestDatabase,
  testDatabase,
} from "./postgres/test-database.ts";
import { commitOf, entityIds, newRealm, user, write } from "./samples.ts";

/** Gives `work` a database that is dropped afterwards. */
async function withDatabase(
  options: DatabaseOptions,
  work: (database: TestDatabase) => Promise<void>,
): Promise<void> {
  const database = await testDatabase(options);
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}

describe("opening a database", () => {
  test("several nodes that start at once on an empty one make its tables once, and all of them go on", () =>
    withDatabase({ empty: true }, async ({ url }) => {
      const nodes = await Promise.all(
        Array.from({ length: 4 }, () => openPostgres({ url, deadlines: patient })),
      );
      const realm = newRealm();
      await nodes[0]!.commit(commitOf({ writes: [write(realm, 1, [user("ann")])] }));
      for (const node of nodes) assert.deepEqual(await entityIds(node, realm), ["ann"]);
      await Promise.all(nodes.map((node) => node.close()));
    }));

  /** Rejects until connections of ours have been seen at so many statements whose text holds `part`. */
  async function seen(database: TestDatabase, part: string, times: number): Promise<void> {
    const starts = new Set<string>();
    await database.asSuperuser((client) =>
      eventually(async () => {
        const { rows } = await client.query(
          `SELECT query_start::text AS start FROM pg_stat_activity
            WHERE datname = current_database() AND usename = 'owner' AND position($1 IN query) > 0`,
          [part],
        );
        for (const { start } of rows) starts.add(start as string);
        assert.ok(starts.size >= times, `${starts.size} of ${times}`);
      }),
    );
  }

  test("a node waits for another that makes the tables, in no statement that could take too long", () =>
    withDatabase({ empty: true }, async (database) => {
      let opening: Promise<Storage> | undefined;
      await database.asSuperuser(async (client) => {
        await client.query("SELECT pg_advisory_lock($1)", [0x706f727463756c6cn]);
        opening = openPostgres({ url: database.url, deadlines: patient });
        await seen(database, "portcullis.format", 4);
      });
      const storage = await opening!;
      assert.equal(await storage.deployment(), undefined);
      await storage.close();
    }));

  test("a step that does not get its locks gives up before others do that queue behind it, and is repeated", () =>
    withDatabase({ empty: true }, async (database) => {
      let opening: Promise<Storage> | undefined;
      await database.asSuperuser(async (client) => {
        await client.query("BEGIN; CREATE SCHEMA portcullis");
        opening = openPostgres({ url: database.url, deadlines: patient });
        await seen(database, "CREATE SCHEMA portcullis", 2);
        await client.query("ROLLBACK");
      });
      await (await opening!).close();
    }));

  test("a newer format is refused and left as it is", () =>
    withDatabase({}, async (database) => {
      await database.asSuperuser((client) => client.query("UPDATE portcullis.format SET format = 99"));
      await assert.rejects(openPostgres({ url: database.url, deadlines: patient }), {
        name: "OpenError",
        code: "newer-format",
        message: /^The database has format 99 and this version reads up to \d+: start/,
      });
      await database.asSuperuser(async (client) => {
        const { rows } = await client.query("SELECT format FROM portcullis.format");
        assert.deepEqual(rows, [{ format: 99 }]);
      });
    }));

  test("a database that holds tables of another program is refused and left as it is", () =>
    withDatabase({ empty: true }, async (database) => {
      await database.asSuperuser((client) => client.query("CREATE TABLE public.theirs (x integer)"));
      await assert.rejects(openPostgres({ url: database.url, deadlines: patient }), {
        code: "not-ours",
        message: /another program \(public\.theirs\)/,
      });
      await database.asSuperuser(async (client) => {
        const { rowCount } = await client.query("SELECT FROM pg_namespace WHERE nspname = 'portcullis'");
        assert.equal(rowCount, 0);
      });
    }));

  test("a database of another encoding is refused", () =>
    withDatabase({}, async (database) => {
      const name = new URL(database.url).pathname.slice(1);
      await database.asSuperuser((client) =>
        client.query(`CREATE DATABASE ${name}_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`),
      );
      await assert.rejects(openPostgres({ url: `${database.url}_latin` }), {
        code: "cannot-open",
        message: "The database's encoding is LATIN1, and must be UTF8.",
      });
      await database.asSuperuser((client) => client.query(`DROP DATABASE ${name}_latin`));
    }));

  test("a role that may make nothing opens it once the tables are there, and not before", () =>
    withDatabase({ empty: true }, async (database) => {
      const url = database.at({ role: roles.running });
      await assert.rejects(openPostgres({ url, deadlines: patient }), {
        code: "cannot-open",
        message:
          /permission denied for database \S+: run portcullis prepare as the role that owns its tables\.$/,
      });
      await preparePostgres({ url: database.url }, roles);
      await preparePostgres({ url: database.url }, roles);
      await (await openPostgres({ url, deadlines: patient })).close();
    }));

  test("what it calls its own is as it says: no sequence, trigger or function, and keys that begin with the realm", () =>
    withDatabase({}, (database) =>
      database.asSuperuser(async (client) => {
        const { rows } = await client.query(`
          SELECT c.relname || '.' || a.attname AS key FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE n.nspname = 'portcullis' AND i.indisprimary ORDER BY 1`);
        const keys = rows.map(({ key }) => key as string);
        assert.deepEqual(keys.filter((key) => !key.endsWith(".realm")).sort(), [
          "deployment.one",
          "format.one",
          "key.number",
          "locator.kind",
        ]);
        assert.deepEqual(
          keys.map((key) => key.split(".")[0]),
          Object.keys(grants).sort(),
          "each table has a key and a row in the table of grants",
        );
        const others = await client.query(`
          SELECT relname AS name FROM pg_class WHERE relnamespace = 'portcullis'::regnamespace
              AND relkind NOT IN ('r', 'i')
            UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'portcullis'::regnamespace
            UNION ALL SELECT tgname FROM pg_trigger`);
        assert.deepEqual(others.rows, []);
      }),
    ));
});
