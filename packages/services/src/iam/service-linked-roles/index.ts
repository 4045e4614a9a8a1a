import { createServiceLinkedRole } from "./create-service-linked-role.ts";
import { deleteServiceLinkedRole } from "./delete-service-linked-role.ts";
import { getServiceLinkedRoleDeletionStatus } from "./get-service-linked-role-deletion-status.ts";

export const serviceLinkedRoles = {
  CreateServiceLinkedRole: createServiceLinkedRole,
  DeleteServiceLinkedRole: deleteServiceLinkedRole,
  GetServiceLinkedRoleDeletionStatus: getServiceLinkedRoleDeletionStatus,
} as const;
