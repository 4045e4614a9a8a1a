import { join } from "node:path";
import { openPostgres } from "@portcullis/storage";
import { type ChildServer, startChild } from "../../conformance/support/child-server.ts";
import { privateServer } from "../../packages/storage/test/postgres/cluster.ts";
import { type TestDatabase, testDatabase } from "../../packages/storage/test/postgres/test-database.ts";
import { newFolder } from "./folder.ts";
import { type LaidAccount, layInstallation } from "./installation.ts";
import type { Scope } from "./scope.ts";

/** As a server of this size is commonly set; what a commit means stays as it is: fsync, and waited for. */
const settings = { shared_buffers: "128MB", max_wal_size: "1GB", autovacuum: "on", fsync: "on" };

/** A PostgreSQL server of its own with an empty database of ours. */
export async function newDatabase(scope: Scope): Promise<TestDatabase> {
  const server = scope.keep(await privateServer({ settings }), (each) => each.end());
  return testDatabase({ server });
}

/** Nodes over one database that holds a new installation. @param users see `layInstallation` */
export async function startNodes(
  scope: Scope,
  database: TestDatabase,
  users: number,
  count: number,
): Promise<{ readonly nodes: readonly ChildServer[]; readonly account: LaidAccount }> {
  const folder = newFolder(scope);
  const [account] = await layInstallation(folder, [users], () => openPostgres({ url: database.url }));
  if (account === undefined) throw new Error("no account was made");
  const nodes: ChildServer[] = [];
  for (let at = 0; at < count; at += 1) {
    const own = [
      "--data-dir",
      join(newFolder(scope), "node"),
      "--log-level",
      "warn",
      "--shutdown-grace",
      "2",
    ];
    const shared = ["--database", database.url, "--master-key-file", join(folder, "master.key")];
    nodes.push(scope.keep(await startChild([...own, ...shared]), async (each) => void (await each.stop())));
  }
  return { nodes, account };
}
