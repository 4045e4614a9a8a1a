/** Metadata of SAML identity providers, and certificates to stand in it. Nobody keeps the keys of these certificates. */
import type { SamlProvider } from "@portcullis/directory";

/** Of a key on P-256, with two extensions; expired in 2020, which does not matter. */
export const ecCertificate =
  "MIIBcjCCARegAwIBAgIUKD0uoaSyJxzLHKWLfgAd0Q20ogIwCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29t" +
  "MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDEwMjAwMDAwMFowGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYI" +
  "KoZIzj0DAQcDQgAE9i57xKeFlBBD33svN5+jRwPQPVmvqsO4SdPNswaBEH7MG1si7W3j43rSYkkrK8QcTh1XZvoCCFJpvpJzSrjI" +
  "yqM7MDkwCwYEKgMEBQQDDAFhMAsGBCoDBAYEAwwBYjAdBgNVHQ4EFgQUEd8hNnlXssJ2iX3Ncb9rJbprA/swCgYIKoZIzj0EAwID" +
  "SQAwRgIhAKcpouVB0bgioM+ad7AxDJJtVhmD3UtFTLvjrQQj03HyAiEAmTtG/m5lbzpfzFvd1zdZamC7yT41dTc9UcX6Fwz42f0=";

/** Of an RSA key of 512 bits. */
export const weakCertificate =
  "MIIBdTCCAR+gAwIBAgIULfpNVW1bMDiBh/V+PTngIvMRdPYwDQYJKoZIhvcNAQELBQAwDzENMAsGA1UEAwwEd2VhazAeFw0yNjEx" +
  "MjgwNTMxMDVaFw0zNjExMjUwNTMxMDVaMA8xDTALBgNVBAMMBHdlYWswXDANBgkqhkiG9w0BAQEFAANLADBIAkEAySmzstZfZcde" +
  "55XNgZd2DD1qLvAKobKtCapxZp6gZgzE9RzYDDKROVkilWrLDVk3nEF6KQggD0/khE4DL5UNUwIDAQABo1MwUTAdBgNVHQ4EFgQU" +
  "R6YBi3aqleCAIf9nnBdw4zKw4uswHwYDVR0jBBgwFoAUR6YBi3aqleCAIf9nnBdw4zKw4uswDwYDVR0TAQH/BAUwAwEB/zANBgkq" +
  "hkiG9w0BAQsFAANBAEbQYyayn7b3p3XvbelHxnsLvm00Ms7snQaO8k2BFWkVeYB8sMrdftbE7XXULYmtYt8/EMX7s29+aSKKaa5k" +
  "STo=";

/** Of an Ed25519 key. */
export const edCertificate =
  "MIIBLjCB4aADAgECAhRjrvr6TH/fjigZ9r9EOZgWGru3KjAFBgMrZXAwDTELMAkGA1UEAwwCZWQwHhcNMjYxMTI4MDUzMTA1WhcN" +
  "MzYxMTI1MDUzMTA1WjANMQswCQYDVQQDDAJlZDAqMAUGAytlcAMhAHMP+x1vVtCG3D1ubq0qdYaSUrikXOaswXz7HC0zFV59o1Mw" +
  "UTAdBgNVHQ4EFgQUI9bkLiHTj3MfWD53uS9o8mpVUsowHwYDVR0jBBgwFoAUI9bkLiHTj3MfWD53uS9o8mpVUsowDwYDVR0TAQH/" +
  "BAUwAwEB/zAFBgMrZXADQQD82/w8RQkc2FrnWOc9S3HlIOgOcGISRkD9TTMYL/gxRp+/7LdyQ64LdqIYpWQWKWdvcWBJuOtIrHDB" +
  "w2GUxcsM";

/** A certificate as bytes, changed and as text again: its signature is nobody's to verify. */
export function changed(certificate: string, change: (der: Buffer) => Buffer): string {
  return change(Buffer.from(certificate, "base64")).toString("base64");
}

export interface MetadataParts {
  readonly declaration?: string;
  readonly entity?: string;
  readonly role?: string;
  readonly use?: string;
  readonly certificate?: string;
  /** Before the role. */
  readonly before?: string;
  /** In the place of the key descriptor. */
  readonly key?: string;
}

/** A document of more than a thousand characters, as the model asks for. */
export function metadataOf(parts: MetadataParts = {}): string {
  const {
    declaration = '<?xml version="1.0" encoding="UTF-8"?>',
    entity = 'entityID="https://idp.example.com/saml"',
    role = 'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"',
    use = ' use="signing"',
    certificate = ecCertificate,
    before = "",
  } = parts;
  const key =
    parts.key ??
    `<md:KeyDescriptor${use}>
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>`;
  return `${declaration}
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ${entity}>
  <!-- ${"as an identity provider gives it ".repeat(36)}-->
  ${before}
  <md:IDPSSODescriptor ${role}>
    ${key}
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
}

/** A provider as it is kept, to be put in place without a call. */
export const samlProvider: SamlProvider = {
  kind: "saml-provider",
  id: "SAMLSPAAAAAAAAAAAAAAAAA",
  name: "Corp",
  created: 0,
  metadata: metadataOf(),
  validUntil: 0,
  encryption: "Allowed",
  tags: [],
};
