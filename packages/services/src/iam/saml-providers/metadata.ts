import { mayVerifyAssertions } from "./certificate.ts";
import { childrenOf, readXml, type XmlElement } from "./read-xml.ts";

const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const SIGNATURES = "http://www.w3.org/2000/09/xmldsig#";

/** What the metadata of an identity provider says. */
export interface Metadata {
  /** The issuer of its assertions. */
  readonly entityId: string;
  /** Epoch milliseconds; undefined: for good. */
  readonly validUntil: number | undefined;
}

/** Characters. Source: SAML 2.0 Core, 8.3.6 */
const LONGEST_ENTITY_ID = 1024;
/** Each costs a part of a millisecond; a provider that changes its key shows two. */
const MOST_CERTIFICATES = 100;

/**
 * The metadata of one SAML 2.0 identity provider with a certificate that verifies what it signs; undefined where the
 * document is none. What it says of logging out, of attributes and of services is not looked at, and its own signature
 * neither: who may change the provider vouches for it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html; SAML 2.0 Metadata, 2.4
 */
export function readMetadata(text: string): Metadata | undefined {
  // AWS takes no byte order mark; the parser would skip it.
  if (text.startsWith("\ufeff")) return undefined;
  const entity = readXml(text);
  if (entity?.uri !== METADATA || entity.local !== "EntityDescriptor") return undefined;
  const entityId = entity.attributes.get("entityID") ?? "";
  if (entityId === "" || entityId.length > LONGEST_ENTITY_ID) return undefined;
  const roles = childrenOf(entity, METADATA, "IDPSSODescriptor").filter(speaksSaml);
  const keys = roles.flatMap((role) => childrenOf(role, METADATA, "KeyDescriptor"));
  if (!keys.some(verifies) || !areUsable(keys.flatMap(certificatesOf))) return undefined;
  const ends = [entity, ...roles]
    .flatMap(({ attributes }) => attributes.get("validUntil") ?? [])
    .map(instantOf);
  if (ends.includes(Number.NaN)) return undefined;
  return { entityId, validUntil: ends.length === 0 ? undefined : Math.min(...ends) };
}

function speaksSaml({ attributes }: XmlElement): boolean {
  return (attributes.get("protocolSupportEnumeration") ?? "").split(/[ \t\r\n]+/).includes(PROTOCOL);
}

/** Whether there is a certificate for signatures: a key without a use has every use. */
function verifies(key: XmlElement): boolean {
  return (key.attributes.get("use") ?? "signing") === "signing" && certificatesOf(key).length > 0;
}

function areUsable(certificates: readonly XmlElement[]): boolean {
  if (certificates.length > MOST_CERTIFICATES) return false;
  return certificates.every(({ text, children }) => children.length === 0 && mayVerifyAssertions(text));
}

function certificatesOf(key: XmlElement): readonly XmlElement[] {
  return childrenOf(key, SIGNATURES, "KeyInfo")
    .flatMap((info) => childrenOf(info, SIGNATURES, "X509Data"))
    .flatMap((data) => childrenOf(data, SIGNATURES, "X509Certificate"));
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?$/;

/** Of an xs:dateTime; without a zone it is UTC, as SAML says of all. NaN: it is none. */
function instantOf(text: string): number {
  const trimmed = text.trim();
  if (!DATE_TIME.test(trimmed)) return Number.NaN;
  return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(trimmed) ? trimmed : `${trimmed}Z`);
}
