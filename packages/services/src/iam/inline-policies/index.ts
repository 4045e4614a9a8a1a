import { deleteGroupPolicy } from "./delete-group-policy.ts";
import { deleteRolePolicy } from "./delete-role-policy.ts";
import { deleteUserPolicy } from "./delete-user-policy.ts";
import { getGroupPolicy } from "./get-group-policy.ts";
import { getRolePolicy } from "./get-role-policy.ts";
import { getUserPolicy } from "./get-user-policy.ts";
import { listGroupPolicies } from "./list-group-policies.ts";
import { listRolePolicies } from "./list-role-policies.ts";
import { listUserPolicies } from "./list-user-policies.ts";
import { putGroupPolicy } from "./put-group-policy.ts";
import { putRolePolicy } from "./put-role-policy.ts";
import { putUserPolicy } from "./put-user-policy.ts";

export const inlinePolicies = {
  DeleteGroupPolicy: deleteGroupPolicy,
  DeleteRolePolicy: deleteRolePolicy,
  DeleteUserPolicy: deleteUserPolicy,
  GetGroupPolicy: getGroupPolicy,
  GetRolePolicy: getRolePolicy,
  GetUserPolicy: getUserPolicy,
  ListGroupPolicies: listGroupPolicies,
  ListRolePolicies: listRolePolicies,
  ListUserPolicies: listUserPolicies,
  PutGroupPolicy: putGroupPolicy,
  PutRolePolicy: putRolePolicy,
  PutUserPolicy: putUserPolicy,
} as const;
