import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually } from "./postgres/eventually.ts";
import { testDatabase } from "./postgres/test-database.ts";

test("a server of tests ends, and leaves nothing, when who started it is killed", async () => {
  const script = fileURLToPath(new URL("./postgres/lone-owner.ts", import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(`${text}`)),
  );
  const { folder, pid } = JSON.parse(said) as { folder: string; pid: number };
  assert.ok(existsSync(`/proc/${pid}`));
  child.kill("SIGKILL");
  await eventually(async () => {
    assert.ok(!existsSync(`/proc/${pid}`));
    assert.ok(!existsSync(folder));
  });
});

test("a database of tests is one's own, and gone when it is dropped, whoever is still connected", async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await one.asSuperuser((client) => client.query("CREATE TABLE public.mine (x integer)"));
  await other.asSuperuser(async (client) => {
    assert.equal((await client.query("SELECT to_regclass('public.mine') AS name")).rows[0].name, null);
    const name = new URL(one.url).pathname.slice(1);
    await one.asSuperuser(async (connected) => {
      connected.on("error", () => undefined);
      await one.drop();
    });
    assert.equal((await client.query("SELECT FROM pg_database WHERE datname = $1", [name])).rowCount, 0);
  });
  await other.drop();
});
