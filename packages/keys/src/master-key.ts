import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";

/**
 * Whoever holds the key that wraps every other key. Two functions, so that the key itself may stay elsewhere.
 * What wraps must authenticate: `unwrap` gives what `wrap` was given, or rejects.
 */
export interface MasterKey {
  wrap(bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects with MasterKeyError where the bytes were not wrapped by this key, or were changed. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** This key did not wrap these bytes. Other rejections of `unwrap` mean that the holder could not be asked. */
export class MasterKeyError extends Error {
  constructor() {
    super("the master key did not wrap these bytes");
    this.name = "MasterKeyError";
  }
}

/**
 * The holder of the master key could not be asked, or did not do what it must. The message is one sentence for the
 * operator and holds nothing that was wrapped.
 */
export class MasterKeyUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MasterKeyUnavailable";
  }
}

/** Length of a master key, in bytes. */
export const masterKeyBytes = 32;

/** A master key that lives as long as the process: for servers that keep nothing. */
export function memoryMasterKey(): MasterKey {
  return masterKeyOf(randomBytes(masterKeyBytes));
}

const format = 1;
const nonceBytes = 12;
const tagBytes = 16;
const label = Buffer.from("portcullis wrapped key");

/**
 * Wraps with AES-256-GCM under `bytes` (32), which are overwritten: format, nonce, ciphertext, tag. A master key
 * wraps a few keys in its life, so random nonces are far from their limit.
 */
export function masterKeyOf(bytes: Uint8Array): MasterKey {
  if (bytes.length !== masterKeyBytes) throw new RangeError("a master key has 32 bytes");
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return {
    wrap: async (plain) => wrapWith(key, plain),
    unwrap: async (wrapped) => unwrapWith(key, wrapped),
  };
}

function wrapWith(key: KeyObject, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(label);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(format), nonce, ciphertext, cipher.getAuthTag()]);
}

function unwrapWith(key: KeyObject, wrapped: Uint8Array): Buffer {
  const end = wrapped.length - tagBytes;
  if (end < 1 + nonceBytes || wrapped[0] !== format) throw new MasterKeyError();
  const nonce = wrapped.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(label);
  decipher.setAuthTag(wrapped.subarray(end));
  const plain = decipher.update(wrapped.subarray(1 + nonceBytes, end));
  try {
    decipher.final();
  } catch {
    throw new MasterKeyError();
  }
  return plain;
}
