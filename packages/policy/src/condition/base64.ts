const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The bytes of a base-64 text (RFC 4648, standard alphabet, padded), one character a byte, so that two texts of the
 * same bytes are equal. Undefined for anything else.
 */
export function decodeBase64(text: string): string | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  let bytes = "";
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < text.length - padding; i++) {
    const value = ALPHABET.indexOf(text[i]!);
    if (value < 0) return undefined;
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += String.fromCharCode((buffer >> bits) & 0xff);
  }
  return bytes;
}
