/** An installation whose servers start with the master keys that a test names, over either database. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createMasterKeyFile, type MasterKey } from "@portcullis/keys";
import { openPostgres, openSqlite, type Storage } from "@portcullis/storage";
import { patient, testDatabase } from "../../packages/storage/test/postgres/test-database.ts";
import { keepAccounts } from "./accounts.ts";
import { SOON } from "./runtime-nodes.ts";
import { type Credentials, startOver, type TestServer } from "./server.ts";

/** Of nodes that seal for each other: none may miss two readings, on a busy machine either. */
const SOON_ON_ALL = 3 * SOON;

export interface RekeyedPlace extends AsyncDisposable {
  /** The root keys of the accounts, the operator's first. */
  readonly roots: readonly Credentials[];
  /** Files of master keys, by name; the installation was made with the old one. */
  readonly masterKeys: { readonly old: string; readonly new: string };
  /** Starts another server, or on SQLite the only one, with these master keys: the first one wraps. */
  start(masterKeyFiles: readonly string[]): Promise<TestServer>;
  /** What is kept, as it stands; on SQLite only while no server runs. */
  open(): Promise<Storage>;
}

/** How the servers of a place share what they keep. */
export type KeptIn = "SQLite" | "PostgreSQL";

export async function rekeyedPlace(
  keptIn: KeptIn,
  folder: string,
  accounts: readonly string[],
): Promise<RekeyedPlace> {
  const database = keptIn === "PostgreSQL" ? await testDatabase() : undefined;
  const data = join(folder, keptIn);
  mkdirSync(data, { mode: 0o700 });
  const open = (): Promise<Storage> =>
    database === undefined
      ? openSqlite({ path: join(data, "portcullis.db"), reserveBytes: 0 })
      : openPostgres({ url: database.url, deadlines: patient });
  const masterKeys = { old: join(folder, `${keptIn}-old.key`), new: join(folder, `${keptIn}-new.key`) };
  const masterKey = await made(masterKeys.old);
  await made(masterKeys.new);
  const storage = await open();
  const roots = await keepAccounts(storage, masterKey, accounts);
  await storage.close();
  let started = 0;
  return {
    roots,
    masterKeys,
    open,
    start(masterKeyFiles) {
      const keys = masterKeyFiles.flatMap((file) => ["--master-key-file", file]);
      const root = roots[0] as Credentials;
      if (database === undefined) return startOver(data, { keysEvery: SOON, root, args: keys });
      started += 1;
      return startOver(join(folder, `node-${started}`), {
        keysEvery: SOON_ON_ALL,
        root,
        args: [...keys, "--database", "postgres://owner@127.0.0.1/ours"],
        drivers: { shared: open },
      });
    },
    async [Symbol.asyncDispose]() {
      await database?.drop();
      rmSync(data, { recursive: true });
    },
  };
}

async function made(path: string): Promise<MasterKey> {
  const created = await createMasterKeyFile(path);
  if (!created.ok) throw new Error(created.message);
  return created.masterKey;
}
