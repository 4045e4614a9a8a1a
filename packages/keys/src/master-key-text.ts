import { type MasterKey, masterKeyBytes, masterKeyOf } from "./master-key.ts";

const form = /^[0-9a-f]{64}\n?$/i;

/** Characters of the longest text that is a master key. */
export const longestMasterKeyText = 2 * masterKeyBytes + 1;

/**
 * The master key that a file's content spells: 64 hexadecimal digits, and at most a newline after them
 * (`openssl rand -hex 32`). undefined: it spells none. For files whose owner and mode the caller has checked.
 */
export function masterKeyOfText(content: Uint8Array): MasterKey | undefined {
  const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString("latin1");
  if (text.length > longestMasterKeyText || !form.test(text)) return undefined;
  return masterKeyOf(Buffer.from(text.slice(0, 2 * masterKeyBytes), "hex"));
}

/** What a file holds whose key is `bytes`. */
export function masterKeyText(bytes: Uint8Array): string {
  return `${Buffer.from(bytes).toString("hex")}\n`;
}
