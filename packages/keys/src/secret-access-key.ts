/** Bytes of a secret access key: 240 bits, which base64 writes as 40 characters without padding, as AWS's have. */
export const secretAccessKeyBytes = 30;

/**
 * A new secret access key: 40 characters. It is given to its owner once, so it is a text here; kept, it is sealed.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 * @param random gives as many random bytes as it is asked for
 */
export function newSecretAccessKey(random: (length: number) => Uint8Array): string {
  return secretAccessKeyOf(random(secretAccessKeyBytes));
}

/** The first 30 of at least 30 bytes, as a secret access key. */
export function secretAccessKeyOf(bytes: Uint8Array): string {
  if (bytes.length < secretAccessKeyBytes) throw new RangeError("too few bytes for a secret access key");
  return Buffer.from(bytes.buffer, bytes.byteOffset, secretAccessKeyBytes).toString("base64");
}
