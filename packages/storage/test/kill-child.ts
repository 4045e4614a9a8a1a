/** A process under a stream of changes, to be killed: prints each acknowledged name on a line. */
import { writeSync } from "node:fs";
import { openCommitter, openPostgres, openSqlite } from "../src/index.ts";
import { patient } from "./postgres/test-database.ts";
import { commitOf, event, user, write } from "./samples.ts";

const [place, realm, round] = process.argv.slice(2) as [string, string, string];
const storage = place.startsWith("postgres:")
  ? await openPostgres({ url: place, deadlines: patient })
  : await openSqlite({ path: place, reserveBytes: 0 });
if (!(await storage.realmExists(realm))) await storage.commit(commitOf({ writes: [write(realm, 1)] }));
const committer = (await openCommitter({
  realm,
  storage,
  load: () => undefined,
  apply: () => undefined,
}))!;

async function writer(name: string): Promise<never> {
  for (let n = 1; ; n += 1) {
    const id = `${round}-${name}-${n}`;
    const resources = [{ type: "User", name: id }];
    const created = event(realm, { writer: `${round}-${name}`, resources });
    await committer.submit(() => ({
      result: undefined,
      changes: { puts: [user(id)], deletes: [] },
      events: [created],
    }));
    writeSync(1, `${id}\n`);
  }
}
await Promise.all(["a", "b", "c", "d", "e", "f"].map(writer));
