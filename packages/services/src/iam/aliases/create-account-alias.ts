import { accountOfAlias, aliasOf } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";

/**
 * An account has one alias: a new one takes the place of the one before. No two accounts of the installation have the
 * same, and whose it is is not told.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/console_account-alias.html
 */
export const createAccountAlias = operation("iam:CreateAccountAlias", {
  changes: "installation",
  run(call) {
    const { world, account, input, now } = call;
    const id = input.AccountAlias;
    if (accountOfAlias(world.installation, id) !== undefined) {
      return call.fail("EntityAlreadyExists", `The account alias ${id} already exists.`);
    }
    const before = aliasOf(world.installation, account);
    return done(
      {
        put: [{ kind: "account-alias", id, account, created: now }],
        remove: before === undefined ? [] : [before],
      },
      {},
    );
  },
});
