import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findNamedOrSelf } from "../owner.ts";
import { loginProfileOf, noLoginProfile } from "./login-profile.ts";

/**
 * The passwords before it are forgotten with it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html
 */
export const deleteLoginProfile = operation("iam:DeleteLoginProfile", {
  takesAway: true,
  find: (call) => ({ user: findNamedOrSelf(call, call.input.UserName) }),
  run(call) {
    const { user } = call.entities;
    const profile = loginProfileOf(call.home, user);
    if (profile === undefined) return { kind: "failed", failure: noLoginProfile(user) };
    return done({ remove: [profile] }, {});
  },
});
