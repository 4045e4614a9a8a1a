import type { Hashing } from "./hashing.ts";

/** What ends every scope of Signature Version 4. */
export const TERMINATOR = "aws4_request";

/**
 * The key that signs the requests of one day, region and service, derived from a secret access key.
 * Cache it on the credential, by date, region and service, once a signature was proved with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key
 * @param date the scope's date, `YYYYMMDD`
 */
export function deriveSigningKey<Key>(
  secret: string,
  date: string,
  region: string,
  service: string,
  hashing: Hashing<Key>,
): Key {
  const ofDate = hashing.hmacKey(hashing.key(`AWS4${secret}`), date);
  const ofRegion = hashing.hmacKey(ofDate, region);
  return hashing.hmacKey(hashing.hmacKey(ofRegion, service), TERMINATOR);
}
