import { operation } from "../../framework/operation.ts";
import { findGroup } from "../resources.ts";
import { putInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html */

export const putGroupPolicy = operation("iam:PutGroupPolicy", {
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  run: (call) => putInline(call, call.entities.group, call.input.PolicyName, call.input.PolicyDocument),
});
