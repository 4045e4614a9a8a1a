import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type { DataKey, KeyRing } from "./key-ring.ts";
import { encodeParts, wellFormed } from "./parts.ts";
import type { Purpose } from "./purposes.table.ts";

/*
 * Sealed bytes: format (1), key number (4), salt (16), ciphertext, tag (16).
 *
 * Each message has a key of its own, HMAC-SHA-512 under the purpose's key over the place and the salt. Its first half
 * is the AES-256-GCM key; its second half is a secret that only who can open the message knows.
 */
const format = 1;
const headBytes = 5;
const saltBytes = 16;
const tagBytes = 16;

/** Bytes that sealing adds. */
export const sealingOverhead = headBytes + saltBytes + tagBytes;

const ciphering = "aes-256-gcm";
const options = { authTagLength: tagBytes };

/**
 * One nonce for all.
 * INVARIANT: a message's key is used for that message alone, because its salt is drawn here and never handed in.
 */
const nonce = Buffer.alloc(12);

/**
 * Seals `bytes` so that they open only here: under this purpose, in this realm, for this subject, in this deployment.
 * @param realm `installation`, `organization/o-…` or `account/123456789012`
 * @param subject at rest: kind, entity id, field; of a session: its access key id; else what the purpose binds
 */
export function seal(
  ring: KeyRing,
  purpose: Purpose,
  realm: string,
  subject: readonly string[],
  bytes: Uint8Array,
): Uint8Array {
  return sealWithSecret(ring, purpose, realm, subject, bytes).sealed;
}

/** What was sealed here. undefined: it was not sealed here, or was changed. Never throws for what it is given. */
export function open(
  ring: KeyRing,
  purpose: Purpose,
  realm: string,
  subject: readonly string[],
  sealed: Uint8Array,
): Uint8Array | undefined {
  return openWithSecret(ring, purpose, realm, subject, sealed)?.bytes;
}

/** As `seal`, and the message's own secret of 32 bytes. */
export function sealWithSecret(
  ring: KeyRing,
  purpose: Purpose,
  realm: string,
  subject: readonly string[],
  bytes: Uint8Array,
): { readonly sealed: Uint8Array; readonly secret: Uint8Array } {
  const dataKey = ring.sealing.get(purpose);
  if (dataKey === undefined) throw new Error(`no key seals for ${purpose}`);
  if (!wellFormed([realm, ...subject])) throw new TypeError("a realm or subject is not well-formed Unicode");
  const salt = randomBytes(saltBytes);
  const head = headOf(dataKey);
  const own = messageKey(ring, dataKey, realm, subject, salt);
  const cipher = createCipheriv(ciphering, cipherKey(own), nonce, options);
  cipher.setAAD(associated(ring, head, dataKey, realm, subject));
  const ciphertext = cipher.update(bytes);
  cipher.final();
  return { sealed: Buffer.concat([head, salt, ciphertext, cipher.getAuthTag()]), secret: own.subarray(32) };
}

/** As `open`, and the message's own secret of 32 bytes. */
export function openWithSecret(
  ring: KeyRing,
  purpose: Purpose,
  realm: string,
  subject: readonly string[],
  sealed: Uint8Array,
): { readonly bytes: Uint8Array; readonly secret: Uint8Array } | undefined {
  const number = sealedWith(sealed);
  const dataKey = number === undefined ? undefined : ring.opening.get(number);
  if (dataKey === undefined || dataKey.purpose !== purpose || !wellFormed([realm, ...subject]))
    return undefined;
  const salt = sealed.subarray(headBytes, headBytes + saltBytes);
  const end = sealed.length - tagBytes;
  const own = messageKey(ring, dataKey, realm, subject, salt);
  const decipher = createDecipheriv(ciphering, cipherKey(own), nonce, options);
  decipher.setAAD(associated(ring, headOf(dataKey), dataKey, realm, subject));
  decipher.setAuthTag(sealed.subarray(end));
  const bytes = decipher.update(sealed.subarray(headBytes + saltBytes, end));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return { bytes, secret: own.subarray(32) };
}

/** The number of the data key that bytes say they are sealed with; undefined: they are not sealed bytes. */
export function sealedWith(sealed: Uint8Array): number | undefined {
  if (sealed.length < sealingOverhead || sealed[0] !== format) return undefined;
  return new DataView(sealed.buffer, sealed.byteOffset, sealed.length).getUint32(1);
}

function headOf(dataKey: DataKey): Buffer {
  const head = Buffer.alloc(headBytes);
  head[0] = format;
  head.writeUInt32BE(dataKey.number, 1);
  return head;
}

function messageKey(
  ring: KeyRing,
  dataKey: DataKey,
  realm: string,
  subject: readonly string[],
  salt: Uint8Array,
): Buffer {
  const place = encodeParts([
    "portcullis message key 1",
    dataKey.purpose,
    ring.deploymentId,
    realm,
    salt,
    ...subject,
  ]);
  return createHmac("sha512", dataKey.key).update(place).digest();
}

/** A KeyObject, with which Node makes a cipher several times faster than with the bytes themselves. */
function cipherKey(own: Buffer): KeyObject {
  return createSecretKey(own.subarray(0, 32));
}

function associated(
  ring: KeyRing,
  head: Uint8Array,
  dataKey: DataKey,
  realm: string,
  subject: readonly string[],
): Buffer {
  return encodeParts([head, dataKey.purpose, ring.deploymentId, realm, ...subject]);
}
