import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findOwner } from "../owner.ts";
import { expiredIsNoStatus, makesInactive } from "../status.ts";
import { accessKeyOf, noSuchKey } from "./keys-of.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey = operation("iam:UpdateAccessKey", {
  takesAway: makesInactive,
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const { AccessKeyId, Status } = call.input;
    const key = accessKeyOf(call.home, call.entities.user.id, AccessKeyId);
    if (key === undefined) return noSuchKey(AccessKeyId);
    if (Status === "Expired") return expiredIsNoStatus;
    return done({ put: [{ ...key, status: Status }] }, {});
  },
});
