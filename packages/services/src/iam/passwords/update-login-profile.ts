import { isFailure, throttled } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { loginProfileOf, noLoginProfile, userBefore } from "./login-profile.ts";
import { passwordPolicyOf, ruleViolation } from "./password-rules.ts";
import { hashOver, setPassword } from "./set-password.ts";

/**
 * What is left out stays as it is.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html
 */
export const updateLoginProfile = operation("iam:UpdateLoginProfile", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  async prepare(call, { withPasswords }) {
    const { account, caller } = call;
    const { Password, UserName } = call.input;
    const user = userBefore(call, UserName);
    const profile = user && loginProfileOf(caller.home, user);
    // What the attempt refuses needs no hash.
    if (Password === undefined || profile === undefined) return undefined;
    if (ruleViolation(passwordPolicyOf(caller.home, account), Password) !== undefined) return undefined;
    return withPasswords({ account, principal: profile.id }, (hashing) =>
      hashOver(call, hashing, profile, Password),
    );
  },
  run(call) {
    const { user } = call.entities;
    const { Password, PasswordResetRequired } = call.input;
    const { prepared } = call;
    const profile = loginProfileOf(call.home, user);
    if (profile === undefined) return { kind: "failed", failure: noLoginProfile(user) };
    const resetRequired = PasswordResetRequired ?? profile.resetRequired;
    if (Password === undefined) return done({ put: [{ ...profile, resetRequired }] }, {});
    const violation = ruleViolation(passwordPolicyOf(call.home, call.account), Password);
    if (violation !== undefined) return { kind: "failed", failure: violation };
    if (prepared === undefined || prepared === "busy") return { kind: "failed", failure: throttled };
    const set = setPassword(call, user, profile, prepared);
    return isFailure(set) ? { kind: "failed", failure: set } : done({ put: [{ ...set, resetRequired }] }, {});
  },
});
