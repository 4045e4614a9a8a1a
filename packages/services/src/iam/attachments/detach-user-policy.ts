import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { detach } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */

export const detachUserPolicy = operation("iam:DetachUserPolicy", {
  takesAway: true,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run: (call) => detach(call.entities.user, call.input.PolicyArn),
});
