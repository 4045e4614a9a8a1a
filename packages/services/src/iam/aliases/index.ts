import { createAccountAlias } from "./create-account-alias.ts";
import { deleteAccountAlias } from "./delete-account-alias.ts";
import { listAccountAliases } from "./list-account-aliases.ts";

export const aliases = {
  CreateAccountAlias: createAccountAlias,
  DeleteAccountAlias: deleteAccountAlias,
  ListAccountAliases: listAccountAliases,
} as const;
