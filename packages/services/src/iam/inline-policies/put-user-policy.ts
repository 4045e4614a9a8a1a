import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { putInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */

export const putUserPolicy = operation("iam:PutUserPolicy", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run: (call) => putInline(call, call.entities.user, call.input.PolicyName, call.input.PolicyDocument),
});
