import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { inlinePolicy, noSuchInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */

export const getRolePolicy = operation("iam:GetRolePolicy", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const { role } = call.entities;
    const policy = inlinePolicy(role, call.input.PolicyName);
    if (policy === undefined) return noSuchInline(role, call.input.PolicyName);
    return answer({ RoleName: role.name, PolicyName: call.input.PolicyName, PolicyDocument: policy.text });
  },
});
