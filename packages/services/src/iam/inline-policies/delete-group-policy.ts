import { operation } from "../../framework/operation.ts";
import { findGroup } from "../resources.ts";
import { deleteInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html */

export const deleteGroupPolicy = operation("iam:DeleteGroupPolicy", {
  takesAway: true,
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  run: (call) => deleteInline(call.entities.group, call.input.PolicyName),
});
