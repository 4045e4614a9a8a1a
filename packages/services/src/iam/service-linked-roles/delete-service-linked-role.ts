import type { DeletionTask } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { newUuid } from "../../framework/uuid.ts";
import { findRole } from "../resources.ts";
import { isServiceLinked } from "../roles/service-linked.ts";
import { tasksToForget } from "./deletion-tasks.ts";
import { deletionTaskId } from "./task-id.ts";

/**
 * AWS asks the service whether it still uses the role, and deletes it when it does not. Nothing uses a role here but
 * sessions, which end with it; so the task is done in the change that makes it, and is kept to be asked about.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const deleteServiceLinkedRole = operation("iam:DeleteServiceLinkedRole", {
  takesAway: true,
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const { role } = call.entities;
    if (!isServiceLinked(role)) {
      return call.fail("NoSuchEntity", `${role.name} exists but is not a service role.`);
    }
    const task: DeletionTask = {
      kind: "deletion-task",
      id: newUuid(call.draw.bytes),
      path: role.path,
      role: role.name,
      created: call.now,
      status: "SUCCEEDED",
    };
    return done(
      { put: [task], remove: [role, ...tasksToForget(call.home)] },
      { DeletionTaskId: deletionTaskId(task) },
    );
  },
});
