import { SEQUENCE, valuesIn } from "../x509/der.ts";

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
