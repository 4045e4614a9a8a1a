import { operation } from "../../framework/operation.ts";
import { findGroup } from "../resources.ts";
import { detach } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html */

export const detachGroupPolicy = operation("iam:DetachGroupPolicy", {
  takesAway: true,
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  run: (call) => detach(call.entities.group, call.input.PolicyArn),
});
