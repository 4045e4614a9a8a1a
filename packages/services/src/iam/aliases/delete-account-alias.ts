import { aliasOf } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";

/**
 * Of the alias that the caller's account has; another account's is as unknown as nobody's.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html
 */
export const deleteAccountAlias = operation("iam:DeleteAccountAlias", {
  changes: "installation",
  run(call) {
    const alias = aliasOf(call.world.installation, call.account);
    const { AccountAlias } = call.input;
    if (alias?.id !== AccountAlias) {
      return call.fail("NoSuchEntity", `The account alias ${AccountAlias} cannot be found.`);
    }
    return done({ remove: [alias] }, {});
  },
});
