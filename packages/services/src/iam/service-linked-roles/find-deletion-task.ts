import type { DeletionTask } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { named } from "../resources.ts";
import { deletionTaskId, parseTaskId } from "./task-id.ts";

/** Whoever may ask about a deletion is told by the role that it is of, whether or not that is still there. */
export function findDeletionTask(call: Call<OperationId>, id: string): Existing<DeletionTask> {
  const parsed = parseTaskId(id);
  const task = parsed === undefined ? undefined : call.home.byId["deletion-task"].get(parsed.uuid);
  return {
    ...named(call, "role", parsed?.path ?? "/", parsed?.role ?? ""),
    entity: task !== undefined && deletionTaskId(task) === id ? task : undefined,
    tags: undefined,
    boundary: undefined,
    invalid: parsed === undefined ? { code: "InvalidInput", message: "Invalid task id" } : undefined,
    expect: "existing",
    missing: { code: "NoSuchEntity", message: "Cannot find deletion status for given id." },
  };
}
