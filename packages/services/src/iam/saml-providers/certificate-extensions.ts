/** As much of DER as it takes to tell the extensions of a certificate apart. */

interface Value {
  readonly tag: number;
  readonly content: Buffer;
}

const SEQUENCE = 0x30;
/** `extensions [3] EXPLICIT Extensions` */
const EXTENSIONS = 0xa3;

/**
 * Whether a certificate has an extension twice, which AWS does not take. Of bytes that were read as a certificate; what
 * cannot be followed counts as repeated.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html; RFC 5280, 4.2
 */
export function hasRepeatedExtension(certificate: Buffer): boolean {
  const signed = valuesIn(valuesIn(certificate)?.[0]?.content)?.[0];
  const parts = signed?.tag === SEQUENCE ? valuesIn(signed.content) : undefined;
  if (parts === undefined) return true;
  const tagged = parts.find(({ tag }) => tag === EXTENSIONS);
  if (tagged === undefined) return false;
  const extensions = valuesIn(valuesIn(tagged.content)?.[0]?.content);
  const ids = extensions?.map(({ content }) => valuesIn(content)?.[0]?.content.toString("hex"));
  return ids === undefined || ids.includes(undefined) || new Set(ids).size < ids.length;
}

/** The values that stand one behind the other; undefined where the bytes are no such row. */
function valuesIn(bytes: Buffer | undefined): readonly Value[] | undefined {
  if (bytes === undefined) return undefined;
  const values: Value[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at]!;
    let length = bytes[at + 1] ?? Number.NaN;
    let start = at + 2;
    if (length > 0x80 && length <= 0x84) {
      const digits = length - 0x80;
      if (start + digits > bytes.length) return undefined;
      length = bytes.readUIntBE(start, digits);
      start += digits;
    } else if (!(length < 0x80)) {
      return undefined;
    }
    if (start + length > bytes.length) return undefined;
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}
