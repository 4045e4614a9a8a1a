import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import {
  type AccessKey,
  type Entity,
  newAccessKeyId,
  type Policy,
  type Role,
  type User,
  writeBody,
} from "@portcullis/directory";
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

/** What an account has beside its administrator. */
export interface Size {
  readonly users: number;
  readonly roles: number;
  /** Customer managed policies. */
  readonly policies: number;
  /** How many of the policies each user and each role has. */
  readonly attached: number;
}

/**
 * Makes a data directory of a server that never ran: an installation with these accounts. What a first start and
 * thousands of calls would leave is written at once.
 * @param sizes what each account has; a number is one of users alone
 * @param open the database; SQLite in the folder where it is left out
 */
export async function layInstallation(
  folder: string,
  sizes: readonly (number | Size)[],
  open: () => Promise<Storage> = () => openSqlite({ path: join(folder, "portcullis.db") }),
): Promise<readonly LaidAccount[]> {
  const created = Date.now();
  const masterKey = await createMasterKeyFile(join(folder, "master.key"));
  if (!masterKey.ok) throw new Error(masterKey.message);
  const id = randomUUID();
  const { rows, keyCheck } = await createKeys(masterKey.masterKey, id, created);
  const opened = await openKeyRing({ deploymentId: id, keyCheck, rows, masterKey: masterKey.masterKey });
  if (!opened.ok) throw new Error(opened.message);

  const accounts = sizes.map(
    (_, at): NewAccount => ({ number: String(200_000_000_000 + at), created, operator: at === 0 }),
  );
  const writes: RealmWrite[] = [installationWrite(accounts)];
  const laid = accounts.map((account, at): LaidAccount => {
    const size = sizes[at] ?? 0;
    const all = typeof size === "number" ? { users: size, roles: 0, policies: 0, attached: 0 } : size;
    const { laid, write } = layAccount(opened.ring, account, all);
    writes.push(accountWrite(opened.ring, account, newRootKey(account.number)), write);
    return laid;
  });

  const storage = await open();
  const deployment = { id, incarnation: randomUUID(), partition: "aws", keyCheck };
  await storage.initialize(deployment, rows, { writes, relied: [], events: [], once: [] });
  await storage.close();
  return laid;
}

function layAccount(
  ring: KeyRing,
  { number, created }: NewAccount,
  size: Size,
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
  const policies = Array.from({ length: size.policies }, (_, at) => newPolicy(`policy-${at}`, created));
  const arns = policies.map(({ name }) => `arn:aws:iam::${number}:policy/${name}`);
  const attached = (at: number) =>
    Array.from({ length: size.attached }, (_, each) => arns[(at + each) % arns.length] ?? "");
  const users = Array.from({ length: size.users }, (_, at) => newUser(`user-${at}`, created, attached(at)));
  const roles = Array.from({ length: size.roles }, (_, at) => newRole(`role-${at}`, created, attached(at)));
  const entities: readonly Entity[] = [administrator, key, ...policies, ...users, ...roles];
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
    users: users.map(({ name }) => name),
  };
  return { laid, write };
}

const newId = (prefix: string): string =>
  `${prefix}${randomBytes(17).toString("hex").toUpperCase().slice(0, 17)}`;

function newUser(name: string, created: number, attached: readonly string[]): User {
  const id = newId("AIDA");
  return { kind: "user", id, name, path: "/", created, attached, inline: [], tags: [], groups: [] };
}

function newRole(name: string, created: number, attached: readonly string[]): Role {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  return {
    kind: "role",
    id: newId("AROA"),
    name,
    path: "/",
    created,
    attached,
    inline: [],
    tags: [],
    maxSessionDuration: 3600,
    trust: { text, principalIds: {} },
  };
}

function newPolicy(name: string, created: number): Policy {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: `arn:aws:s3:::${name}*` },
    ],
  });
  return {
    kind: "policy",
    id: newId("ANPA"),
    name,
    path: "/",
    created,
    updated: created,
    tags: [],
    defaultVersion: 1,
    nextVersion: 2,
    versions: [{ number: 1, text, created }],
  };
}
