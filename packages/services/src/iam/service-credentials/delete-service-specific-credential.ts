import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned, ownerName } from "../owned.ts";
import { findHolder } from "./find-holder.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceSpecificCredential.html */
export const deleteServiceSpecificCredential = operation("iam:DeleteServiceSpecificCredential", {
  takesAway: true,
  find: (call) => ({
    user: findHolder(call, call.input.UserName, call.input.ServiceSpecificCredentialId),
  }),
  run(call) {
    const { home, entities } = call;
    const id = call.input.ServiceSpecificCredentialId;
    const credential = owned(home, "service-credential", entities.user.id, id);
    return credential === undefined
      ? noSuch(home, "service-credential", id, ownerName(entities.user))
      : done({ remove: [credential] }, {});
  },
});
