import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { type AccessKey, type Entity, newAccessKeyId, type User, writeBody } from "@portcullis/directory";
import {
  createKeys,
  createMasterKeyFile,
  type KeyRing,
  newSecretAccessKey,
  openKeyRing,
  sealField,
  secretOfText,
} from "@portcullis/keys";
import { openSqlite, type RealmWrite, type Storage } from "@portcullis/storage";
import {
  accountWrite,
  installationWrite,
  type NewAccount,
  newRootKey,
} from "../../packages/server/src/first-start.ts";
import { accountRealm } from "../../packages/server/src/realms/realm-names.ts";

export interface KeyPair {
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An account with an administrator, a user whose every call is decided by a policy. */
export interface LaidAccount {
  readonly number: string;
  readonly administrator: KeyPair;
  /** Names of the other users. */
  readonly users: readonly string[];
}

/**
 * Makes a data directory of a server that never ran: an installation with these accounts. What a first start and
 * thousands of calls would leave is written at once.
 * @param users how many users each account has beside its administrator
 * @param open the database; SQLite in the folder where it is left out
 */
export async function layInstallation(
  folder: string,
  users: readonly number[],
  open: () => Promise<Storage> = () => openSqlite({ path: join(folder, "portcullis.db") }),
): Promise<readonly LaidAccount[]> {
  const created = Date.now();
  const masterKey = await createMasterKeyFile(join(folder, "master.key"));
  if (!masterKey.ok) throw new Error(masterKey.message);
  const id = randomUUID();
  const { rows, keyCheck } = await createKeys(masterKey.masterKey, id, created);
  const opened = await openKeyRing({ deploymentId: id, keyCheck, rows, masterKey: masterKey.masterKey });
  if (!opened.ok) throw new Error(opened.message);

  const accounts = users.map(
    (_, at): NewAccount => ({ number: String(200_000_000_000 + at), created, operator: at === 0 }),
  );
  const writes: RealmWrite[] = [installationWrite(accounts)];
  const laid = accounts.map((account, at): LaidAccount => {
    const people = layUsers(opened.ring, account, users[at] ?? 0);
    writes.push(accountWrite(opened.ring, account, newRootKey(account.number)), people.write);
    return people.laid;
  });

  const storage = await open();
  const deployment = { id, incarnation: randomUUID(), partition: "aws", keyCheck };
  await storage.initialize(deployment, rows, { writes, relied: [], events: [], once: [] });
  await storage.close();
  return laid;
}

function layUsers(
  ring: KeyRing,
  { number, created }: NewAccount,
  count: number,
): { readonly laid: LaidAccount; readonly write: RealmWrite } {
  const realm = accountRealm(number);
  const administrator = newUser("administrator", created, ["arn:aws:iam::aws:policy/AdministratorAccess"]);
  const accessKeyId = newAccessKeyId("AKIA", number, randomBytes);
  const secretAccessKey = newSecretAccessKey(randomBytes);
  const place = { realm, kind: "access-key", id: accessKeyId, field: "secret" };
  const key: AccessKey = {
    kind: "access-key",
    id: accessKeyId,
    owner: administrator.id,
    status: "Active",
    created,
    secret: sealField(ring, place, secretOfText(secretAccessKey)),
  };
  const others = Array.from({ length: count }, (_, at) => newUser(`user-${at}`, created, []));
  const entities: readonly Entity[] = [administrator, key, ...others];
  const write: RealmWrite = {
    realm,
    expected: 1,
    revision: 2,
    changeId: randomUUID(),
    puts: entities.map(writeBody),
    deletes: [],
  };
  const laid: LaidAccount = {
    number,
    administrator: { account: number, accessKeyId, secretAccessKey },
    users: others.map(({ name }) => name),
  };
  return { laid, write };
}

function newUser(name: string, created: number, attached: readonly string[]): User {
  const id = `AIDA${randomBytes(17).toString("hex").toUpperCase().slice(0, 17)}`;
  return { kind: "user", id, name, path: "/", created, attached, inline: [], tags: [], groups: [] };
}
