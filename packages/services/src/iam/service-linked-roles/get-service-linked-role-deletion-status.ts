import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findDeletionTask } from "./find-deletion-task.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html */
export const getServiceLinkedRoleDeletionStatus = operation("iam:GetServiceLinkedRoleDeletionStatus", {
  find: (call) => ({ task: findDeletionTask(call, call.input.DeletionTaskId) }),
  run: (call) => answer({ Status: call.entities.task.status }),
});
