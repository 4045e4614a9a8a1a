import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { passwordPolicyOf } from "./password-rules.ts";

/**
 * AWS's default is told by there being none.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html
 */
export const getAccountPasswordPolicy = operation("iam:GetAccountPasswordPolicy", {
  run(call) {
    const policy = passwordPolicyOf(call.home, call.account);
    if (policy === undefined) {
      return call.fail(
        "NoSuchEntity",
        `The Password Policy with domain name ${call.account} cannot be found.`,
      );
    }
    const { maximumAge, reusePrevention, hardExpiry } = policy;
    return answer({
      PasswordPolicy: {
        MinimumPasswordLength: policy.minimumLength,
        RequireSymbols: policy.symbols,
        RequireNumbers: policy.numbers,
        RequireUppercaseCharacters: policy.uppercase,
        RequireLowercaseCharacters: policy.lowercase,
        AllowUsersToChangePassword: policy.usersMayChange,
        ExpirePasswords: maximumAge !== undefined,
        ...(maximumAge === undefined ? {} : { MaxPasswordAge: maximumAge }),
        ...(reusePrevention === undefined ? {} : { PasswordReusePrevention: reusePrevention }),
        ...(hardExpiry === undefined ? {} : { HardExpiry: hardExpiry }),
      },
    });
  },
});
