import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned, ownerName } from "../owned.ts";
import { expiredIsNoStatus, makesInactive } from "../status.ts";
import { findHolder } from "./find-holder.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServiceSpecificCredential.html */
export const updateServiceSpecificCredential = operation("iam:UpdateServiceSpecificCredential", {
  takesAway: makesInactive,
  find: (call) => ({
    user: findHolder(call, call.input.UserName, call.input.ServiceSpecificCredentialId),
  }),
  run(call) {
    const { ServiceSpecificCredentialId: id, Status } = call.input;
    const { home, entities } = call;
    const credential = owned(home, "service-credential", entities.user.id, id);
    if (credential === undefined) return noSuch(home, "service-credential", id, ownerName(entities.user));
    if (Status === "Expired") return expiredIsNoStatus;
    return done({ put: [{ ...credential, status: Status }] }, {});
  },
});
