import { type Group, newUniqueId } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { groupForm } from "../forms.ts";
import { overQuota } from "../limits.ts";
import { findNewGroup } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */

export const createGroup = operation("iam:CreateGroup", {
  find: (call) => ({ group: findNewGroup(call, call.input.Path ?? "/", call.input.GroupName) }),
  run(call) {
    const { input, entities, home } = call;
    if (entities.group !== undefined) {
      return call.fail("EntityAlreadyExists", `Group with name ${input.GroupName} already exists.`);
    }
    const refused = overQuota(call.home, "groups", home.byId.group.size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const group: Group = {
      kind: "group",
      id: newUniqueId("group", call.draw.bytes),
      name: input.GroupName,
      path: input.Path ?? "/",
      created: call.now,
      attached: [],
      inline: [],
    };
    return done({ put: [group] }, { Group: groupForm(call, group) });
  },
});
