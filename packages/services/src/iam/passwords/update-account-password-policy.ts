import type { PasswordPolicy } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";

/** Characters, where the request does not say it. */
const MINIMUM_LENGTH = 6;

/**
 * Sets the whole policy: what is left out gets its default, not what it was.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
 */
export const updateAccountPasswordPolicy = operation("iam:UpdateAccountPasswordPolicy", {
  run({ account, input }) {
    const { MaxPasswordAge, PasswordReusePrevention, HardExpiry } = input;
    const policy: PasswordPolicy = {
      kind: "password-policy",
      id: account,
      minimumLength: input.MinimumPasswordLength ?? MINIMUM_LENGTH,
      symbols: input.RequireSymbols ?? false,
      numbers: input.RequireNumbers ?? false,
      uppercase: input.RequireUppercaseCharacters ?? false,
      lowercase: input.RequireLowercaseCharacters ?? false,
      usersMayChange: input.AllowUsersToChangePassword ?? false,
      ...(MaxPasswordAge === undefined ? {} : { maximumAge: MaxPasswordAge }),
      ...(PasswordReusePrevention === undefined ? {} : { reusePrevention: PasswordReusePrevention }),
      ...(HardExpiry === undefined ? {} : { hardExpiry: HardExpiry }),
    };
    return done({ put: [policy] }, {});
  },
});
