import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { inlinePolicy, noSuchInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */

export const getUserPolicy = operation("iam:GetUserPolicy", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { user } = call.entities;
    const policy = inlinePolicy(user, call.input.PolicyName);
    if (policy === undefined) return noSuchInline(user, call.input.PolicyName);
    return answer({ UserName: user.name, PolicyName: call.input.PolicyName, PolicyDocument: policy.text });
  },
});
