import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { userDetail } from "../forms.ts";
import { findUserOrCaller } from "../resources.ts";
import { rootUserForm } from "./root-user.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser = operation("iam:GetUser", {
  find: (call) => ({ user: findUserOrCaller(call, call.input.UserName) }),
  run: (call) => answer({ User: userDetail(call, call.entities.user) }),
});
