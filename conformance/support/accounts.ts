import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { readBody, writeBody } from "@portcullis/directory";
import { type MasterKey, severalMasterKeys } from "@portcullis/keys";
import { openSqlite, type Storage } from "@portcullis/storage";
import { openDataDirectory } from "../../packages/server/src/data-directory/open-data-directory.ts";
import { accountWrite, installationWrite, newRootKey } from "../../packages/server/src/first-start.ts";
import { masterKeyOf } from "../../packages/server/src/master-keys.ts";
import { keepFirstState, makeFirstState } from "../../packages/server/src/open-installation.ts";
import { databaseAt, isBalanced } from "./balanced.ts";
import type { Credentials } from "./server.ts";

/**
 * Makes a data directory whose installation has these accounts, the operator's first, each with a root key. Gives
 * the root keys in the same order.
 */
export async function makeAccounts(
  path: string,
  numbers: readonly string[],
): Promise<readonly Credentials[]> {
  const data = openDataDirectory(path);
  if ("problem" in data) throw new Error(data.problem);
  try {
    const masterKey = await masterKeyOf(data.files.masterKey, true);
    if ("problem" in masterKey) throw new Error(masterKey.problem);
    const storage = await storageAt(path);
    const roots = await keepAccounts(storage, masterKey, numbers);
    await storage.close();
    return roots;
  } finally {
    data.release();
  }
}

/** What the server over a data directory keeps, while it does not run. */
function storageAt(path: string): Promise<Storage> {
  return isBalanced() ? databaseAt(path) : openSqlite({ path: join(path, "portcullis.db") });
}

/** Keeps an installation with these accounts in an empty database. */
export async function keepAccounts(
  storage: Storage,
  masterKey: MasterKey,
  numbers: readonly string[],
): Promise<readonly Credentials[]> {
  const created = Date.now();
  const made = numbers.map((number, index) => ({
    account: { number, created, operator: index === 0 },
    root: newRootKey(number),
  }));
  const [operator] = made;
  if (operator === undefined) throw new Error("an installation has an operator's account");
  const first = await makeFirstState(severalMasterKeys(masterKey), "aws", operator.account, operator.root);
  await keepFirstState(storage, {
    ...first,
    writes: [
      installationWrite(made.map(({ account }) => account)),
      ...made.map(({ account, root }) => accountWrite(first.ring, account, root)),
    ],
  });
  return made.map(({ root }) => root);
}

/** Closes an account of a stopped server. */
export async function closeAccount(path: string, account: string): Promise<void> {
  return closeIn(await storageAt(path), account);
}

/** Closes an account, as closing it will: there is no operation for it yet. Closes the storage, too. */
export async function closeIn(storage: Storage, account: string): Promise<void> {
  try {
    const image = await storage.loadRealm("installation");
    const row = image?.entities.find(({ kind, id }) => kind === "enrollment" && id === account);
    const enrollment = row && readBody(row);
    if (image === undefined || enrollment?.kind !== "enrollment") throw new Error("there is no such account");
    const { realm, revision } = image;
    const puts = [writeBody({ ...enrollment, state: "closed" })];
    const write = {
      realm,
      expected: revision,
      revision: revision + 1,
      changeId: randomUUID(),
      puts,
      deletes: [],
    };
    await storage.commit({ writes: [write], relied: [], events: [], once: [] });
  } finally {
    await storage.close();
  }
}
