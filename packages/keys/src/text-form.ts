/**
 * The bytes that a text spells in the one spelling that we write. Node's decoder takes other alphabets, skips what it
 * does not know and ignores spare bits; then many texts would be one token.
 */
export function bytesOfText(text: string, encoding: "base64" | "base64url"): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : undefined;
}
