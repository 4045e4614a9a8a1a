import type { PayloadMode } from "./message.ts";

/**
 * The values of x-amz-content-sha256 that are no hash.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export const payloadLiterals = {
  unsigned: "UNSIGNED-PAYLOAD",
  "streaming-signed": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "streaming-signed-trailer": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  "streaming-unsigned-trailer": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
} as const satisfies Record<Exclude<PayloadMode, "hash">, string>;
