import { deleteRolePermissionsBoundary } from "./delete-role-permissions-boundary.ts";
import { deleteUserPermissionsBoundary } from "./delete-user-permissions-boundary.ts";
import { putRolePermissionsBoundary } from "./put-role-permissions-boundary.ts";
import { putUserPermissionsBoundary } from "./put-user-permissions-boundary.ts";

export const boundaries = {
  DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
  DeleteUserPermissionsBoundary: deleteUserPermissionsBoundary,
  PutRolePermissionsBoundary: putRolePermissionsBoundary,
  PutUserPermissionsBoundary: putUserPermissionsBoundary,
} as const;
