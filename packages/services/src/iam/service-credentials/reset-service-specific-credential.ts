import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned, ownerName } from "../owned.ts";
import { findHolder } from "./find-holder.ts";
import { credentialWithSecret, formOf, isExpired, newSecret } from "./service-credential.ts";

/**
 * The secret of before is no longer recognised. AWS documents that a credential which has expired is not reset, and
 * no error for it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResetServiceSpecificCredential.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints_BearerTokenAuth.html
 */
export const resetServiceSpecificCredential = operation("iam:ResetServiceSpecificCredential", {
  issuesCredentials: true,
  find: (call) => ({
    user: findHolder(call, call.input.UserName, call.input.ServiceSpecificCredentialId),
  }),
  run(call) {
    const { account, home, now } = call;
    const id = call.input.ServiceSpecificCredentialId;
    const owner = call.entities.user;
    const credential = owned(home, "service-credential", owner.id, id);
    if (credential === undefined) return noSuch(home, "service-credential", id, ownerName(owner));
    if (isExpired(credential, now)) {
      return call.fail("ValidationError", `Credential ${id} has expired and cannot be reset`);
    }
    const secret = newSecret(formOf(credential), credential.alias, call.draw.bytes);
    const place = { account, kind: "service-credential", id, field: "secret" };
    const next = { ...credential, secret: call.vault.hash(place, secret) };
    return done(
      { put: [next] },
      { ServiceSpecificCredential: credentialWithSecret(next, ownerName(owner), secret, now) },
    );
  },
});
