import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findNamedOrSelf } from "../owner.ts";
import { loginProfileForm, loginProfileOf, noLoginProfile } from "./login-profile.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
export const getLoginProfile = operation("iam:GetLoginProfile", {
  find: (call) => ({ user: findNamedOrSelf(call, call.input.UserName) }),
  run(call) {
    const { user } = call.entities;
    const profile = loginProfileOf(call.home, user);
    if (profile === undefined) return { kind: "failed", failure: noLoginProfile(user) };
    return answer({ LoginProfile: loginProfileForm(user, profile) });
  },
});
