/** What a head may hold before any of it is looked at closely. Counts, characters, seconds. */
export const headLimits = {
  /** HTTP methods are short words; the longest registered one has 18 letters. */
  methodLength: 32,
  /** Path and query. Node's own limit for a whole head is 16 KiB. */
  targetLength: 16_384,
  headerCount: 256,
  /** Names and values together. */
  headerBytes: 65_536,
  authorizationLength: 8_192,
  signedHeaders: 64,
  queryParameters: 1_000,
  /** The API model of IAM says at most 128. */
  keyIdLength: 128,
  regionLength: 64,
  serviceLength: 64,
  /** Longer than any session token that is issued here (6,144). */
  sessionTokenLength: 8_192,
  /** Seven days: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
  expires: 604_800,
} as const;

/** A signature is good for 15 minutes before and after its time, in milliseconds. */
export const SIGNATURE_WINDOW = 15 * 60_000;
