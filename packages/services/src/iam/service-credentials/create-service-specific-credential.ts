import { newUniqueId, type ServiceCredential } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { ownedBy } from "../owned.ts";
import { findUser } from "../resources.ts";
import { credentialWithSecret, DAY, newAlias, newSecret, unsupported } from "./service-credential.ts";
import { credentialServices } from "./services.table.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html */
export const createServiceSpecificCredential = operation("iam:CreateServiceSpecificCredential", {
  issuesCredentials: true,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { home, account, now, draw } = call;
    const { ServiceName: service, CredentialAgeDays: days } = call.input;
    const { user } = call.entities;
    const form = credentialServices.get(service);
    if (form === undefined) return unsupported(service);
    const held = ownedBy(home, "service-credential", user.id).filter((each) => each.service === service);
    const refused = overQuota(call.home, "serviceCredentialsPerUser", held.length + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const id = newUniqueId("service-specific-credential", draw.bytes);
    const alias = newAlias(home, user.name, account);
    const secret = newSecret(form, alias, draw.bytes);
    const credential: ServiceCredential = {
      kind: "service-credential",
      id,
      owner: user.id,
      service,
      alias,
      status: "Active",
      created: now,
      ...(days === undefined ? {} : { expires: now + days * DAY }),
      secret: call.vault.hash({ account, kind: "service-credential", id, field: "secret" }, secret),
    };
    return done(
      { put: [credential] },
      { ServiceSpecificCredential: credentialWithSecret(credential, user.name, secret, now) },
    );
  },
});
