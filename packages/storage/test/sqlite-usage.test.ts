import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openSqlite, type Storage } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-usage-"));
let storage: Storage;

/** More than are read in one go, and some of another kind before and after them. */
const rows = [["action", 3] as const, ["service", 2500] as const, ["use", 3] as const].flatMap(
  ([kind, count]) =>
    Array.from({ length: count }, (_, at) => ({
      realm: "account/1",
      kind,
      id: String(at).padStart(5, "0"),
      time: at,
      body: "{}",
    })),
);

before(async () => {
  storage = await openSqlite({ path: join(folder, "portcullis.db"), reserveBytes: 0 });
  await storage.mergeUsage(rows);
});
after(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

test("attack: an account reads all that it ever used, and what others ask for meanwhile comes before that ends", async () => {
  const ended: string[] = [];
  const read = storage.readUsage("account/1", { kind: "service" }).then((found) => {
    ended.push("all that was used");
    return found;
  });
  const other = storage.locate("alias", "x").then(() => ended.push("another's"));
  assert.deepEqual(
    await read,
    rows.filter(({ kind }) => kind === "service"),
  );
  await other;
  assert.deepEqual(ended, ["another's", "all that was used"]);
});

test("last uses are read whole, bit by bit: each once, in their order", async () => {
  assert.deepEqual(await storage.readUsage("account/1"), rows);
  const some = await storage.readUsage("account/1", { kind: "service", startingWith: "01" });
  assert.deepEqual(
    some.map(({ id }) => id),
    rows.flatMap(({ kind, id }) => (kind === "service" && id.startsWith("01") ? [id] : [])),
  );
  assert.deepEqual(await storage.readUsage("account/2"), []);
});
