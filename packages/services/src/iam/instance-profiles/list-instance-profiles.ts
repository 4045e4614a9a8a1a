import { listOperation } from "../../framework/list-operation.ts";
import { profileForm } from "../forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const listInstanceProfiles = listOperation("iam:ListInstanceProfiles", {
  *entries(call, after) {
    const prefix = call.input.PathPrefix ?? "/";
    for (const [key, profile] of call.home.indexes.profilesByName.after(after)) {
      if (profile.path.startsWith(prefix)) yield [key, profileForm(call, profile)];
    }
  },
});
