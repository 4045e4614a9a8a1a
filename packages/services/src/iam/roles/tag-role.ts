import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { addTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const tagRole = operation("iam:TagRole", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const tagged = addTags(call.entities.role, call.input.Tags);
    return tagged.kind === "failed" ? tagged : done({ put: [tagged.entity] }, {});
  },
});
