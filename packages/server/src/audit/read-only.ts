import type { ServiceId } from "@portcullis/aws-model";
import { readingPrefixes, readOnlyExceptions } from "./read-only.table.ts";

/** Whether CloudTrail marks the events of an operation as read-only. */
export function isReadOnly(service: ServiceId, operation: string): boolean {
  return (
    readOnlyExceptions.get(`${service}:${operation}`) ??
    readingPrefixes.some((prefix) => operation.startsWith(prefix))
  );
}
