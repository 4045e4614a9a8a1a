import { randomBytes, randomUUID } from "node:crypto";
import {
  type AccessKey,
  type Account,
  type Enrollment,
  type Entity,
  newAccessKeyId,
  writeBody,
} from "@portcullis/directory";
import { type KeyRing, newSecretAccessKey, sealField, secretOfText } from "@portcullis/keys";
import type { RealmWrite } from "@portcullis/storage";
import { accountRealm, INSTALLATION } from "./realms/realm-names.ts";

export interface NewAccount {
  readonly number: string;
  readonly created: number;
  /** The operator's account, fixed at first start. */
  readonly operator: boolean;
}

export interface RootKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A random account number: twelve digits, the first not zero. */
export function newAccountNumber(): string {
  return (100_000_000_000n + (randomBytes(8).readBigUInt64BE() % 900_000_000_000n)).toString();
}

export function newRootKey(account: string): RootKey {
  return {
    accessKeyId: newAccessKeyId("AKIA", account, randomBytes),
    secretAccessKey: newSecretAccessKey(randomBytes),
  };
}

/** The first revision of an account's realm: the account itself and root's access key. */
export function accountWrite(ring: KeyRing, account: NewAccount, root: RootKey): RealmWrite {
  const realm = accountRealm(account.number);
  const entity: Account = { kind: "account", id: account.number, created: account.created };
  const id = root.accessKeyId;
  const key: AccessKey = {
    kind: "access-key",
    id,
    owner: account.number,
    status: "Active",
    created: account.created,
    secret: sealField(
      ring,
      { realm, kind: "access-key", id, field: "secret" },
      secretOfText(root.secretAccessKey),
    ),
  };
  return firstWrite(realm, [entity, key]);
}

/** The first revision of the installation: the accounts that it knows. */
export function installationWrite(accounts: readonly NewAccount[]): RealmWrite {
  return firstWrite(
    INSTALLATION,
    accounts.map(
      (account): Enrollment => ({
        kind: "enrollment",
        id: account.number,
        created: account.created,
        state: "active",
        operator: account.operator,
      }),
    ),
  );
}

function firstWrite(realm: string, entities: readonly Entity[]): RealmWrite {
  return {
    realm,
    expected: 0,
    revision: 1,
    changeId: randomUUID(),
    puts: entities.map(writeBody),
    deletes: [],
  };
}
