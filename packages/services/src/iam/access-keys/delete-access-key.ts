import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findOwner } from "../owner.ts";
import { accessKeyOf, noSuchKey } from "./keys-of.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey = operation("iam:DeleteAccessKey", {
  takesAway: true,
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const key = accessKeyOf(call.home, call.entities.user.id, call.input.AccessKeyId);
    return key === undefined ? noSuchKey(call.input.AccessKeyId) : done({ remove: [key] }, {});
  },
});
