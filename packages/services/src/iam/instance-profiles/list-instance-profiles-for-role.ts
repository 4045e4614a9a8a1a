import { SEPARATOR } from "@portcullis/directory";
import { listOperation } from "../../framework/list-operation.ts";
import { profileForm } from "../forms.ts";
import { findRole } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const listInstanceProfilesForRole = listOperation("iam:ListInstanceProfilesForRole", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  *entries(call, after) {
    const { role } = call.entities;
    for (const [key, profile] of call.home.indexes.profilesByRole.startingWith(role.id + SEPARATOR, after)) {
      yield [key, profileForm(call, profile)];
    }
  },
});
