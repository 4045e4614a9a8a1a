import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findGroup } from "../resources.ts";
import { inlinePolicy, noSuchInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html */

export const getGroupPolicy = operation("iam:GetGroupPolicy", {
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  run(call) {
    const { group } = call.entities;
    const policy = inlinePolicy(group, call.input.PolicyName);
    if (policy === undefined) return noSuchInline(group, call.input.PolicyName);
    return answer({ GroupName: group.name, PolicyName: call.input.PolicyName, PolicyDocument: policy.text });
  },
});
