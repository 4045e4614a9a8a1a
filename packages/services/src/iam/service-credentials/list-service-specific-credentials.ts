import { self, selfOnAll } from "../../framework/checks.ts";
import { listOperation, pagesOf } from "../../framework/list-operation.ts";
import { ownedEntries } from "../owned.ts";
import { findOwner } from "../owner.ts";
import { credentialMetadata, unsupported } from "./service-credential.ts";
import { credentialServices } from "./services.table.ts";

/**
 * Those of one user, or of all users; the latter needs the permission on every resource.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
export const listServiceSpecificCredentials = listOperation("iam:ListServiceSpecificCredentials", {
  pages: pagesOf("ServiceSpecificCredentials"),
  find: (call) => (call.input.AllUsers === true ? {} : { user: findOwner(call, call.input.UserName) }),
  checks: (call) => [call.found.user === undefined ? selfOnAll(call) : self(call, call.found.user)],
  refusal(call) {
    const { AllUsers, UserName, ServiceName } = call.input;
    if (AllUsers === true && UserName !== undefined) {
      // The model declares another error for it than AWS answers with.
      const message = "Cannot list credentials for all users if a username is given";
      return { kind: "failed", failure: { code: "InvalidInput", message, status: 400 } };
    }
    const known = ServiceName === undefined || credentialServices.has(ServiceName);
    return known ? undefined : unsupported(ServiceName);
  },
  *entries(call, after) {
    const { home, now, input, entities } = call;
    const all =
      entities.user === undefined
        ? home.indexes.serviceCredentialsByOwner.after(after)
        : ownedEntries(home, "service-credential", entities.user.id, after);
    for (const [key, credential] of all) {
      if (input.ServiceName !== undefined && credential.service !== input.ServiceName) continue;
      const holder = home.byId.user.get(credential.owner);
      yield [key, credentialMetadata(credential, holder?.name ?? credential.owner, now)];
    }
  },
});
