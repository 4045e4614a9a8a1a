import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned } from "../owned.ts";
import { findHolder } from "./find-holder.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceSpecificCredential.html */
export const deleteServiceSpecificCredential = operation("iam:DeleteServiceSpecificCredential", {
  takesAway: true,
  find: (call) => ({
    user: findHolder(call, call.input.UserName, call.input.ServiceSpecificCredentialId),
  }),
  run(call) {
    const id = call.input.ServiceSpecificCredentialId;
    const credential = owned(call.home, "service-credential", call.entities.user.id, id);
    return credential === undefined ? noSuch("service-credential", id) : done({ remove: [credential] }, {});
  },
});
