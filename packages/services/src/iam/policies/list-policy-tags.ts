import { listOperation } from "../../framework/list-operation.ts";
import { tagEntries } from "../tags.ts";
import { findManagedPolicy } from "./find-managed-policy.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html */
export const listPolicyTags = listOperation("iam:ListPolicyTags", {
  find: (call) => ({ policy: findManagedPolicy(call, call.input.PolicyArn) }),
  entries: (call, after) => tagEntries(call.entities.policy.tags, after),
});
