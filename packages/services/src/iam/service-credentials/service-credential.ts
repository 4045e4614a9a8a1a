import { foldName, type RealmState, type ServiceCredential } from "@portcullis/directory";
import type { Failed } from "../../framework/call.ts";
import { type CredentialForm, credentialServices } from "./services.table.ts";

/** Milliseconds. */
export const DAY = 86_400_000;

/** As AWS answers, with a code of its own choice. */
export function unsupported(service: string): Failed {
  return {
    kind: "failed",
    failure: {
      code: "NoSuchEntity",
      message: `No such service ${service} is supported for Service Specific Credentials`,
    },
  };
}

export function formOf({ service }: ServiceCredential): CredentialForm {
  const form = credentialServices.get(service);
  if (form === undefined) throw new Error(`${service} has no credentials of its own`);
  return form;
}

/**
 * What a service calls the holder: `ann-at-123456789012`, then `ann+1-at-123456789012`. It stays when the user is
 * renamed, and is given to one credential of an account only.
 */
export function newAlias(state: RealmState, userName: string, account: string): string {
  const taken = state.indexes.serviceCredentialsByAlias;
  for (let at = 0; ; at++) {
    const alias = `${userName}${at === 0 ? "" : `+${at}`}-at-${account}`;
    if (!taken.has(foldName(alias))) return alias;
  }
}

/**
 * A new password or API key: 44 random bytes, of which base64 makes 60 characters. An API key says whose it is before
 * its secret, because nothing else comes with it.
 * @param random gives as many random bytes as it is asked for
 */
export function newSecret(
  form: CredentialForm,
  alias: string,
  random: (length: number) => Uint8Array,
): string {
  const password = Buffer.from(random(44)).toString("base64");
  return form.kind === "password"
    ? password
    : form.prefix + Buffer.from(`${alias}:${password}`).toString("base64");
}

export function isExpired({ expires }: ServiceCredential, now: number): boolean {
  return expires !== undefined && expires <= now;
}

/** As lists give it. */
export function credentialMetadata(credential: ServiceCredential, userName: string, now: number) {
  const { id, service, alias, created, expires } = credential;
  const password = formOf(credential).kind === "password";
  return {
    UserName: userName,
    Status: isExpired(credential, now) ? "Expired" : credential.status,
    ...(password ? { ServiceUserName: alias } : { ServiceCredentialAlias: alias }),
    CreateDate: created,
    ...(expires === undefined ? {} : { ExpirationDate: expires }),
    ServiceSpecificCredentialId: id,
    ServiceName: service,
  } as const;
}

/** As it is given to its holder, once. */
export function credentialWithSecret(
  credential: ServiceCredential,
  userName: string,
  secret: string,
  now: number,
) {
  return {
    ...credentialMetadata(credential, userName, now),
    ...(formOf(credential).kind === "password"
      ? { ServicePassword: secret }
      : { ServiceCredentialSecret: secret }),
  };
}
