import { isFailure, throttled } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findSelf, loginProfileOf, noLoginProfile, userBefore } from "./login-profile.ts";
import { passwordPolicyOf, reused, ruleViolation } from "./password-rules.ts";
import { provePassword } from "./prove-password.ts";
import { changing, hashOver, isOther, setPassword } from "./set-password.ts";

/**
 * The old password is proved before anything is said of the new one, and each try counts as a guess. That a password
 * has expired is no obstacle, not even with HardExpiry: that one is for the console.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html and API_PasswordPolicy.html
 */
export const changePassword = operation("iam:ChangePassword", {
  find: (call) => ({ user: findSelf(call) }),
  async prepare(call, powers) {
    const { account, caller } = call;
    const { OldPassword, NewPassword } = call.input;
    const user = userBefore(call);
    const over = user && loginProfileOf(caller.home, user);
    if (over === undefined) return undefined;
    return powers.withPasswords({ account, principal: over.id }, async (hashing) => {
      const proof = await provePassword(call, powers, hashing, over, OldPassword);
      const refused =
        proof !== "right" ||
        OldPassword === NewPassword ||
        ruleViolation(passwordPolicyOf(caller.home, account), NewPassword) !== undefined;
      return { over, proof, hashed: refused ? undefined : await hashOver(call, hashing, over, NewPassword) };
    });
  },
  run(call) {
    const { user } = call.entities;
    const { OldPassword, NewPassword } = call.input;
    const { prepared } = call;
    const profile = loginProfileOf(call.home, user);
    if (profile === undefined) return { kind: "failed", failure: noLoginProfile(user) };
    if (prepared === undefined || prepared === "busy" || prepared.proof === "too-often") {
      return { kind: "failed", failure: throttled };
    }
    if (isOther(profile, prepared.over)) return { kind: "failed", failure: changing(user) };
    if (prepared.proof === "wrong") return call.fail("AccessDenied", "The old password was incorrect.");
    const violation = ruleViolation(passwordPolicyOf(call.home, call.account), NewPassword);
    if (violation !== undefined) return { kind: "failed", failure: violation };
    // Whoever has to set another password sets another one.
    if (OldPassword === NewPassword) return { kind: "failed", failure: reused };
    if (prepared.hashed === undefined) return { kind: "failed", failure: throttled };
    const set = setPassword(call, user, profile, prepared.hashed);
    return isFailure(set)
      ? { kind: "failed", failure: set }
      : done({ put: [{ ...set, resetRequired: false }] }, {});
  },
});
