import type { IssuedCredentials } from "../framework/call.ts";

/** @param expires epoch milliseconds */
export function credentialsForm(issued: IssuedCredentials, expires: number) {
  return {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: expires,
  };
}
