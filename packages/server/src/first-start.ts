import { randomBytes, randomUUID } from "node:crypto";
import {
  type AccessKey,
  type Account,
  type Enrollment,
  type Entity,
  newAccessKeyId,
} from "@portcullis/directory";
import type { RealmWrite } from "@portcullis/storage";
import { accountRealm, INSTALLATION, rowsOf } from "./realms.ts";

export interface NewAccount {
  readonly number: string;
  readonly created: number;
  /** The operator's account, fixed at first start. */
  readonly operator: boolean;
  readonly rootKey: AccessKey;
}

/** A random account number that no account has: twelve digits, the first not zero. */
export function newAccountNumber(taken: (number: string) => boolean): string {
  for (;;) {
    const value = 100_000_000_000n + (randomBytes(8).readBigUInt64BE() % 900_000_000_000n);
    const number = value.toString();
    if (!taken(number)) return number;
  }
}

export function newRootKeyId(account: string): string {
  return newAccessKeyId("AKIA", account, randomBytes);
}

/** The first revision of an account's realm: the account itself and root's access key. */
export function accountWrite(account: NewAccount): RealmWrite {
  const entity: Account = { kind: "account", id: account.number, created: account.created };
  return firstWrite(accountRealm(account.number), [entity, account.rootKey]);
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
  return { realm, expected: 0, revision: 1, changeId: randomUUID(), puts: rowsOf(entities), deletes: [] };
}
