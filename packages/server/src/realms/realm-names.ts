export const INSTALLATION = "installation";

/**
 * Holds no entity. Its revision moves with every change of the data keys, so that a commit that seals can rely on the
 * keys that it sealed with.
 */
export const KEYS = "keys";

export function accountRealm(account: string): string {
  return `account/${account}`;
}

/** undefined: the realm is no account's. */
export function accountOf(realm: string): string | undefined {
  return realm.startsWith("account/") ? realm.slice("account/".length) : undefined;
}
