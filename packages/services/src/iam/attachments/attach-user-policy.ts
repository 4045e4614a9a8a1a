import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { attach } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */

export const attachUserPolicy = operation("iam:AttachUserPolicy", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run: (call) => attach(call, call.entities.user, call.input.PolicyArn),
});
