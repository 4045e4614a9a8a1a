import type { AccountAlias } from "./entities.ts";
import { SEPARATOR } from "./indexes.table.ts";
import type { RealmState } from "./state.ts";

/** What an account is called beside its number, as the installation knows it; undefined: it has no alias. */
export function aliasOf(installation: RealmState, account: string): AccountAlias | undefined {
  for (const [, alias] of installation.indexes.aliasesByAccount.startingWith(account + SEPARATOR))
    return alias;
  return undefined;
}

/** The number of the account that an alias stands for; undefined: nobody has it. */
export function accountOfAlias(installation: RealmState, alias: string): string | undefined {
  return installation.byId["account-alias"].get(alias)?.account;
}
