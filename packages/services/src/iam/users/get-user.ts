import type { OutputOf } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { userDetail } from "../forms.ts";
import { findOwner } from "../owner.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser = operation("iam:GetUser", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run: (call) => {
    const { user } = call.entities.user;
    return answer({ User: user === undefined ? rootForm(call) : userDetail(call, user) });
  },
});

/**
 * Root has the account number for an id, and neither a name nor a path: AWS leaves out what its model calls required.
 */
function rootForm(call: Call<"iam:GetUser">) {
  const form = {
    UserId: call.account,
    Arn: call.caller.principal.arn,
    CreateDate: call.home.byId.account.get(call.account)?.created ?? 0,
  };
  return form as OutputOf<"iam:GetUser">["User"];
}
