import type { IssuedCredentials } from "../framework/call.ts";

/** @param expires epoch milliseconds */
export function credentialsForm({
  credentials,
  expires,
}: {
  credentials: IssuedCredentials;
  expires: number;
}) {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: expires,
  };
}
