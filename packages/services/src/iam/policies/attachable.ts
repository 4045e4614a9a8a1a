import { awsPolicy, customerPolicy, parseArn, parseIamResource } from "@portcullis/directory";
import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { SERVICE_LINKED_PATH } from "../roles/service-linked.ts";
import { isPolicyArn } from "./policy-arn.ts";

/** What an ARN stands for where a managed policy is to be used: attached, a boundary, or a session's limit. */
export type Attachable = "policy" | "absent" | "not-a-policy" | "of-a-service";

/**
 * Managed policies are AWS's and the account's own. AWS keeps those on the path of service-linked roles for the
 * services themselves.
 */
export function attachable(call: Call<OperationId>, account: string, arn: string): Attachable {
  const { partition } = call.world;
  if (!isPolicyArn(arn)) return "not-a-policy";
  const state = account === call.account ? call.home : call.world.account(account);
  if (state !== undefined && customerPolicy(partition, state, account, arn) !== undefined) return "policy";
  if (awsPolicy(partition, arn) === undefined) return "absent";
  const path = parseIamResource(parseArn(arn)?.resource ?? "")?.path;
  return path?.startsWith(SERVICE_LINKED_PATH) ? "of-a-service" : "policy";
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html (PolicyNotAttachable) */
export function notAttachable(kind: "user" | "group" | "role"): Failure {
  const holder = { user: "User", group: "Group", role: "Role" }[kind];
  return {
    code: "PolicyNotAttachable",
    message: `Cannot attach a Service Role Policy to a Customer ${holder}.`,
    // Given for boundaries on creation too, where no model declares it.
    status: 400,
  };
}
