import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { rootForm, userDetail } from "../forms.ts";
import { findOwner } from "../owner.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser = operation("iam:GetUser", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run: (call) => {
    const { user } = call.entities.user;
    return answer({ User: user === undefined ? rootForm(call) : userDetail(call, user) });
  },
});
