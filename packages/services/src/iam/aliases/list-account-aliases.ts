import { aliasOf } from "@portcullis/directory";
import { listOperation } from "../../framework/list-operation.ts";

/**
 * At most one.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html
 */
export const listAccountAliases = listOperation("iam:ListAccountAliases", {
  *entries(call, after) {
    const alias = aliasOf(call.world.installation, call.account);
    if (alias !== undefined && (after === undefined || alias.id > after)) yield [alias.id, alias.id];
  },
});
