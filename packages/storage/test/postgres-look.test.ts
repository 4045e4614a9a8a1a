import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type LookedAt, lookAtPostgres, openPostgres } from "../src/index.ts";
import { type TestDatabase, testDatabase } from "./postgres/test-database.ts";
import { commitOf, newRealm, user, write } from "./samples.ts";

let empty: TestDatabase;
let made: TestDatabase;
before(async () => {
  [empty, made] = await Promise.all([testDatabase({ empty: true }), testDatabase()]);
});
after(() => Promise.all([empty.drop(), made.drop()]));

const facts = async (storage: LookedAt) => ({
  deployment: (await storage.deployment())?.id,
  formats: await storage.formats(),
  incarnation: (await storage.confirm([])).incarnation,
});

/** As the superuser, in that database. */
async function rows(database: TestDatabase, sql: string): Promise<readonly object[]> {
  let found: readonly object[] = [];
  await database.asSuperuser(async (client) => {
    found = (await client.query(sql)).rows;
  });
  return found;
}

test("a database in which nothing was ever made is found so, and left so", async () => {
  assert.deepEqual(await lookAtPostgres(empty, facts), { found: "nothing" });
  assert.deepEqual(await rows(empty, "SELECT 1 FROM pg_namespace WHERE nspname = 'portcullis'"), []);
});

test("a database is read beside the nodes that serve it", async () => {
  const storage = await openPostgres({ url: made.url });
  const deployment = { id: "d-1", incarnation: "i-1", partition: "aws", keyCheck: new Uint8Array([1]) };
  await storage.initialize(
    deployment,
    [],
    commitOf({ writes: [write(newRealm(), 1, [{ ...user("ann"), v: 2 }])] }),
  );
  assert.deepEqual(await lookAtPostgres(made, facts), {
    found: "read",
    value: { deployment: "d-1", formats: [{ kind: "user", v: 2 }], incarnation: "i-1" },
  });
  await storage.commit(commitOf({ writes: [write(newRealm(), 1)] }));
  await storage.close();
});

test("a look that fails says why in one sentence, without a password", async () => {
  const { host } = new URL(made.url);
  const url = `postgres://nobody:hunter2@${host}/there_is_none`;
  await assert.rejects(lookAtPostgres({ url }, facts), (error: Error) => {
    assert.equal(error.name, "OpenError");
    assert.match(
      error.message,
      new RegExp(`^The database there_is_none at ${host} cannot be opened: [^\\n]+\\.$`),
    );
    assert.doesNotMatch(error.message, /hunter2/);
    return true;
  });
  await assert.rejects(lookAtPostgres({ url: "postgres://role@127.0.0.1:1/x" }, facts), {
    name: "OpenError",
  });
  await assert.rejects(lookAtPostgres({ url: "mysql://x" }, facts), { code: "cannot-open" });
});

test("tables of a newer format are refused", async () => {
  const other = await testDatabase();
  await rows(other, "UPDATE portcullis.format SET format = 99");
  await assert.rejects(lookAtPostgres(other, facts), { code: "newer-format", message: /has format 99/ });
  await other.drop();
});

test("a look tells how its server keeps what was acknowledged, as set for whoever looks", async () => {
  const settings = async () => {
    const look = await lookAtPostgres(made, async (storage) => storage.settings);
    return look.found === "read" ? look.value : undefined;
  };
  const [row] = (await rows(
    made,
    "SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes",
  )) as [object];
  assert.deepEqual(await settings(), { ...row, synchronous_commit: "on" });
  const name = new URL(made.url).pathname.slice(1);
  for (const value of ["off", "remote_write"]) {
    await rows(made, `ALTER DATABASE ${name} SET synchronous_commit = ${value}`);
    assert.equal((await settings())?.synchronous_commit, value);
  }
});
