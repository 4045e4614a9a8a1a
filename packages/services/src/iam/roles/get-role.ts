import { foldName } from "@portcullis/directory";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { roleDetail } from "../forms.ts";
import { findRole } from "../resources.ts";
import { findRoleUses, noUses, roleLastUsed } from "./last-used.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole = operation("iam:GetRole", {
  async prepare({ input, caller, account }, powers) {
    const role = caller.home.indexes.rolesByName.get(foldName(input.RoleName));
    return role === undefined ? noUses : await findRoleUses(powers, account, role.id);
  },
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const { role } = call.entities;
    return answer({
      Role: { ...roleDetail(call, role), ...roleLastUsed(call.prepared, role.id, call.now) },
    });
  },
});
