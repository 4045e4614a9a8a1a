import { listOperation } from "../../framework/list-operation.ts";
import { roleListForm } from "../forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles = listOperation("iam:ListRoles", {
  *entries(call, after) {
    const prefix = call.input.PathPrefix ?? "/";
    for (const [key, role] of call.home.indexes.rolesByName.after(after)) {
      if (role.path.startsWith(prefix)) yield [key, roleListForm(call, role)];
    }
  },
});
