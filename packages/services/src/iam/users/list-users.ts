import { listOperation } from "../../framework/list-operation.ts";
import { userForm } from "../forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers = listOperation("iam:ListUsers", {
  *entries(call, after) {
    const prefix = call.input.PathPrefix ?? "/";
    for (const [key, user] of call.home.indexes.usersByName.after(after)) {
      if (user.path.startsWith(prefix)) yield [key, userForm(call, user)];
    }
  },
});
