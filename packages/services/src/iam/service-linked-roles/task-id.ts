import type { DeletionTask } from "@portcullis/directory";
import { SERVICE_LINKED_PATH } from "../roles/service-linked.ts";

/** What a deletion task id says. */
export interface TaskName {
  /** Of the role, with the slashes around it. */
  readonly path: string;
  readonly role: string;
  readonly uuid: string;
}

/** `task/aws-service-role/<service>/<role>/<uuid>` */
export function deletionTaskId({ path, role, id }: DeletionTask): string {
  return `task${path}${role}/${id}`;
}

/** undefined where a text is of another form. */
export function parseTaskId(text: string): TaskName | undefined {
  const parts = text.split("/");
  const [task, , service = "", role = "", uuid = ""] = parts;
  const path = `${SERVICE_LINKED_PATH}${service}/`;
  const whole = parts.length === 5 && task === "task" && text.startsWith(`task${path}`);
  return whole && service !== "" && role !== "" && uuid !== "" ? { path, role, uuid } : undefined;
}
