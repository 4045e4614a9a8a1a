import { canonicalRequest } from "./canonical-request.ts";
import type { Hashing } from "./hashing.ts";
import type { SignedMessage } from "./message.ts";
import { ALGORITHM } from "./read-credential.ts";
import type { ServiceSigning } from "./service-signing.table.ts";
import { deriveSigningKey, TERMINATOR } from "./signing-key.ts";
import { formatBasicTime } from "./time.ts";

/** Who signs. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/** What a signature is good for. */
export interface SigningTarget {
  /** The signing name. */
  readonly service: string;
  readonly region: string;
  readonly signing: ServiceSigning;
  /** Epoch milliseconds. */
  readonly time: number;
}

/**
 * The message with the headers of a signature over all that it has, for clients of ours. `host` must be among them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param bodyHash lower-case hex SHA-256 of the body
 */
export function sign<Key>(
  message: SignedMessage,
  bodyHash: string,
  { accessKeyId, secretAccessKey, sessionToken }: SigningCredentials,
  { service, region, signing, time }: SigningTarget,
  hashing: Hashing<Key>,
): SignedMessage {
  const timestamp = formatBasicTime(time);
  const date = timestamp.slice(0, 8);
  const headers = [
    ...message.headers,
    "x-amz-content-sha256",
    bodyHash,
    "x-amz-date",
    timestamp,
    ...(sessionToken === undefined ? [] : ["x-amz-security-token", sessionToken]),
  ];
  const signedHeaders = headers
    .filter((_, at) => at % 2 === 0)
    .map((name) => name.toLowerCase())
    .sort();
  const canonical = canonicalRequest({ ...message, headers }, { signing, signedHeaders }, bodyHash);
  if (canonical === undefined) throw new TypeError("the message has a part that cannot be signed");
  const scope = `${date}/${region}/${service}/${TERMINATOR}`;
  const stringToSign = `${ALGORITHM}\n${timestamp}\n${scope}\n${hashing.sha256Hex(canonical)}`;
  const key = deriveSigningKey(secretAccessKey, date, region, service, hashing);
  const signature = hashing.hmacHex(key, stringToSign);
  const authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
  return { ...message, headers: [...headers, "authorization", authorization] };
}
