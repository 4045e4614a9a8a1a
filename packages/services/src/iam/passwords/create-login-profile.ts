import type { LoginProfile } from "@portcullis/directory";
import { hashNewPassword } from "@portcullis/keys";
import { type Failure, throttled } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findNamedOrSelf } from "../owner.ts";
import { keepPasswords } from "./kept-passwords.ts";
import { loginProfileForm, loginProfileOf, userBefore } from "./login-profile.ts";
import { passwordPolicyOf, ruleViolation } from "./password-rules.ts";

/**
 * AWS lets a session of AssumeRoot leave out the password, and the name with it; all others have to give it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html
 */
const noPassword: Failure = {
  code: "ValidationError",
  message:
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
};

export const createLoginProfile = operation("iam:CreateLoginProfile", {
  find: (call) => ({ user: findNamedOrSelf(call, call.input.UserName) }),
  async prepare(call, { withPasswords }) {
    const { account, caller } = call;
    const { Password, UserName } = call.input;
    const user = userBefore(call, UserName);
    // What the attempt refuses needs no hash.
    if (Password === undefined || user === undefined || loginProfileOf(caller.home, user)) return undefined;
    if (ruleViolation(passwordPolicyOf(caller.home, account), Password) !== undefined) return undefined;
    return withPasswords({ account, principal: user.id }, (hashing) =>
      hashNewPassword(hashing, Password, []),
    );
  },
  run(call) {
    const { user } = call.entities;
    const { Password, PasswordResetRequired } = call.input;
    const { prepared } = call;
    if (Password === undefined) return { kind: "failed", failure: noPassword };
    if (loginProfileOf(call.home, user) !== undefined) {
      return call.fail("EntityAlreadyExists", `Login Profile for user ${user.name} already exists.`);
    }
    const violation = ruleViolation(passwordPolicyOf(call.home, call.account), Password);
    if (violation !== undefined) return { kind: "failed", failure: violation };
    if (prepared === undefined || prepared === "busy") return { kind: "failed", failure: throttled };
    const profile: LoginProfile = {
      kind: "login-profile",
      id: user.id,
      created: call.now,
      changed: call.now,
      resetRequired: PasswordResetRequired ?? false,
      ...keepPasswords(call, user, [prepared.hash]),
    };
    return done({ put: [profile] }, { LoginProfile: loginProfileForm(user, profile) });
  },
});
