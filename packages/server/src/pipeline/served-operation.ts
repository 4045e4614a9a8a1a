import type { Operation } from "@portcullis/aws-model";
import { handlerOf, type NotOffered, type Offered, type OperationId } from "@portcullis/services";
import { isReadOnly } from "../audit/read-only.ts";

/** What is known of an operation besides its model. */
export interface ServedOperation {
  readonly id: OperationId;
  readonly handler: Offered | NotOffered;
  readonly readOnly: boolean;
}

// Models live as long as the process.
const served = new WeakMap<Operation, ServedOperation>();

/** Worked out at the first call of each operation. */
export function servedOperation(operation: Operation): ServedOperation {
  let known = served.get(operation);
  if (known === undefined) {
    const { service, name } = operation;
    known = {
      id: `${service}:${name}` as OperationId,
      handler: handlerOf(service, name),
      readOnly: isReadOnly(service, name),
    };
    served.set(operation, known);
  }
  return known;
}
