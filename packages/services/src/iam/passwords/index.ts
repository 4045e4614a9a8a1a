import { changePassword } from "./change-password.ts";
import { createLoginProfile } from "./create-login-profile.ts";
import { deleteAccountPasswordPolicy } from "./delete-account-password-policy.ts";
import { deleteLoginProfile } from "./delete-login-profile.ts";
import { getAccountPasswordPolicy } from "./get-account-password-policy.ts";
import { getLoginProfile } from "./get-login-profile.ts";
import { updateAccountPasswordPolicy } from "./update-account-password-policy.ts";
import { updateLoginProfile } from "./update-login-profile.ts";

export const passwords = {
  ChangePassword: changePassword,
  CreateLoginProfile: createLoginProfile,
  DeleteAccountPasswordPolicy: deleteAccountPasswordPolicy,
  DeleteLoginProfile: deleteLoginProfile,
  GetAccountPasswordPolicy: getAccountPasswordPolicy,
  GetLoginProfile: getLoginProfile,
  UpdateAccountPasswordPolicy: updateAccountPasswordPolicy,
  UpdateLoginProfile: updateLoginProfile,
} as const;
