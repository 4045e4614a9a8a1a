import type { Group, Role, User } from "@portcullis/directory";
import type { Failed } from "../../framework/call.ts";

/** Where roles that belong to a service live. */
export const SERVICE_LINKED_PATH = "/aws-service-role/";

/** Nobody but CreateServiceLinkedRole makes a role there. */
export function isServiceLinked({ path }: Role): boolean {
  return path.startsWith(SERVICE_LINKED_PATH);
}

/**
 * A service-linked role is the service's: nobody else changes it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function serviceLinkedRefusal(holder: User | Group | Role): Failed | undefined {
  if (holder.kind !== "role" || !isServiceLinked(holder)) return undefined;
  return {
    kind: "failed",
    failure: {
      code: "UnmodifiableEntity",
      message: `Cannot perform the operation on the protected role '${holder.name}' - this role is only modifiable by AWS`,
    },
  };
}
