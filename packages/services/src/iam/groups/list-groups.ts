import { listOperation } from "../../framework/list-operation.ts";
import { groupForm } from "../forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */

export const listGroups = listOperation("iam:ListGroups", {
  *entries(call, after) {
    const prefix = call.input.PathPrefix ?? "/";
    for (const [key, group] of call.home.indexes.groupsByName.after(after)) {
      if (group.path.startsWith(prefix)) yield [key, groupForm(call, group)];
    }
  },
});
