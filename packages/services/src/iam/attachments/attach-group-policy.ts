import { operation } from "../../framework/operation.ts";
import { findGroup } from "../resources.ts";
import { attach } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html */

export const attachGroupPolicy = operation("iam:AttachGroupPolicy", {
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  run: (call) => attach(call, call.entities.group, call.input.PolicyArn),
});
