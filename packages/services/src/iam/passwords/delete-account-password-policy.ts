import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { passwordPolicyOf } from "./password-rules.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html */
export const deleteAccountPasswordPolicy = operation("iam:DeleteAccountPasswordPolicy", {
  run(call) {
    const policy = passwordPolicyOf(call.home, call.account);
    if (policy === undefined) {
      return call.fail("NoSuchEntity", "The account policy with name PasswordPolicy cannot be found.");
    }
    return done({ remove: [policy] }, {});
  },
});
