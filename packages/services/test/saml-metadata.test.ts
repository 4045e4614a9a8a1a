/** Which documents are taken as the metadata of a SAML provider. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, newCloud, Refused } from "./harness.ts";
import {
  changed,
  ecCertificate,
  edCertificate,
  metadataOf,
  samlProvider,
  weakCertificate,
} from "./saml-metadata.ts";

const cloud = newCloud();
cloud.put(home, samlProvider);
const SAMLProviderArn = `arn:aws:iam::${home}:saml-provider/Corp`;

/** Whether a document is taken; one that is not leaves the one that there was. */
async function takes(SAMLMetadataDocument: string): Promise<boolean> {
  const before = cloud.state();
  const input = { SAMLProviderArn, SAMLMetadataDocument };
  try {
    await cloud.prepared(cloud.root(), "iam:UpdateSAMLProvider", input, {});
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    assert.deepEqual([error.code, error.message], ["InvalidInput", "Could not parse metadata"]);
    assert.equal(cloud.state(), before);
    return false;
  }
  const read = cloud.call(cloud.root(), "iam:GetSAMLProvider", { SAMLProviderArn });
  assert.equal(read.SAMLMetadataDocument, SAMLMetadataDocument);
  return true;
}

async function allTaken(documents: Readonly<Record<string, string>>, expected: boolean): Promise<void> {
  for (const [what, text] of Object.entries(documents)) assert.equal(await takes(text), expected, what);
}

const signatures = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const keyOf = (...certificates: readonly string[]): string =>
  `<md:KeyDescriptor><ds:KeyInfo ${signatures}><ds:X509Data>${certificates
    .map((each) => `<ds:X509Certificate>${each}</ds:X509Certificate>`)
    .join("")}</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;

describe("metadata of a SAML provider", () => {
  it("is taken in every spelling that XML and its namespaces leave", async () => {
    const plain = metadataOf();
    await allTaken(
      {
        "as most providers write it": plain,
        "without a declaration": metadataOf({ declaration: "" }),
        "with a default namespace": plain.replaceAll("md:", "").replace("xmlns:md", "xmlns"),
        "with other prefixes": plain.replaceAll("md:", "a-b:").replace("xmlns:md", "xmlns:a-b"),
        "a key without a use": metadataOf({ use: "" }),
        "a certificate in lines": metadataOf({
          certificate: `\n${ecCertificate.replace(/.{64}/g, "$&\r\n")}\n`,
        }),
        "a certificate with a comment in it": metadataOf({
          certificate: ecCertificate.replace(/.{64}/, "$&<!-- -->"),
        }),
        "several certificates": metadataOf({ key: keyOf(ecCertificate, ecCertificate) }),
        "several protocols": metadataOf({
          role: 'protocolSupportEnumeration="urn:x urn:oasis:names:tc:SAML:2.0:protocol"',
        }),
        "what it does not know": metadataOf({
          before: '<x xmlns="urn:x" a="1"><y/>é 𝔘 &#x41;&amp;</x><?z z?>',
        }),
      },
      true,
    );
  });

  it("must be the document of one provider that speaks SAML 2.0", async () => {
    const plain = metadataOf();
    await allTaken(
      {
        "another root": plain.replaceAll("EntityDescriptor", "EntitiesDescriptor"),
        "a root within another": `<x>${metadataOf({ declaration: "" })}</x>`,
        "another namespace": plain.replaceAll("SAML:2.0:metadata", "SAML:1.0:metadata"),
        "no namespace": plain.replaceAll("md:", "").replace(/ xmlns:md="[^"]*"/, ""),
        "no entity id": metadataOf({ entity: "" }),
        "an empty entity id": metadataOf({ entity: 'entityID=""' }),
        "an entity id of more than 1024 characters": metadataOf({ entity: `entityID="${"x".repeat(1025)}"` }),
        "an entity id in another namespace": metadataOf({ entity: 'md:entityID="i"' }),
        "a service provider": plain.replaceAll("IDPSSODescriptor", "SPSSODescriptor"),
        "SAML 1.1 alone": metadataOf({
          role: 'protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol"',
        }),
        "no protocol": metadataOf({ role: "" }),
        "no role": plain.replace(/<md:IDPSSO.*<\/md:IDPSSODescriptor>/s, ""),
      },
      false,
    );
  });

  it("must hold a certificate for signatures, and no broken one", async () => {
    const der = Buffer.from(ecCertificate, "base64");
    const repeated = changed(ecCertificate, (bytes) => {
      const at = bytes.indexOf(Buffer.from("06042a030406", "hex"));
      assert.ok(at > 0);
      bytes[at + 5] = 5;
      return bytes;
    });
    await allTaken(
      {
        "no key": metadataOf({ key: "" }),
        "a key for encryption alone": metadataOf({ use: ' use="encryption"' }),
        "a key of another use": metadataOf({ use: ' use="Signing"' }),
        "no certificate in it": metadataOf({ key: keyOf() }),
        "an empty certificate": metadataOf({ certificate: "" }),
        "a certificate that is none": metadataOf({ certificate: "MIIB" }),
        "a certificate that is no base 64": metadataOf({ certificate: ecCertificate.replace(/^../, "$&*") }),
        "a certificate in PEM": metadataOf({
          certificate: `-----BEGIN CERTIFICATE-----${ecCertificate}-----END CERTIFICATE-----`,
        }),
        "a certificate cut short": metadataOf({
          certificate: changed(ecCertificate, (bytes) => bytes.subarray(0, -9)),
        }),
        "something behind the certificate": metadataOf({
          certificate: Buffer.concat([der, Buffer.alloc(3)]).toString("base64"),
        }),
        "an element in the certificate": metadataOf({ certificate: `${ecCertificate}<x/>` }),
        "a good and a broken one": metadataOf({ key: keyOf(ecCertificate, "MIIB") }),
        "a broken one for encryption": metadataOf({
          key: keyOf(ecCertificate) + keyOf("MIIB").replace("<md:KeyDescriptor", '$& use="encryption"'),
        }),
        "an RSA key of 512 bits": metadataOf({ certificate: weakCertificate }),
        "an Ed25519 key": metadataOf({ certificate: edCertificate }),
        "an extension that is repeated": metadataOf({ certificate: repeated }),
        "more than a hundred certificates": metadataOf({ key: keyOf(...Array(101).fill(ecCertificate)) }),
        "a certificate of another namespace": metadataOf().replaceAll("xmldsig#", "xmldsig"),
      },
      false,
    );
  });

  it("must be well-formed, and what an answer can hold", async () => {
    const plain = metadataOf();
    await allTaken(
      {
        "no end": plain.slice(0, -5),
        "two roots": `${plain}<x/>`,
        "text behind the root": `${plain}x`,
        "tags that cross": metadataOf({ before: "<a><b></a></b>" }),
        "an attribute twice": metadataOf({ entity: 'entityID="a" entityID="b"' }),
        "a prefix that stands for nothing": metadataOf({ before: "<q:x/>" }),
        "an ampersand": metadataOf({ before: "&" }),
        "a control character": metadataOf({ before: "\u0001" }),
        "a reference to one": metadataOf({ before: "&#1;" }),
        "a reference to one in XML 1.1": metadataOf({ declaration: '<?xml version="1.1"?>', before: "&#1;" }),
        "half a pair of surrogates": metadataOf({ before: "\ud800" }),
        "a byte order mark": `\ufeff${plain}`,
        JSON: JSON.stringify({ entityID: "i", padding: "x".repeat(1000) }),
      },
      false,
    );
  });
});

describe("attack: metadata that works for who sends it", () => {
  const doctype = (inside: string, before = "&e;") =>
    metadataOf({ declaration: `<?xml version="1.0"?><!DOCTYPE x [${inside}]>`, before });

  it("entities, in the document or from elsewhere, are not even read", async () => {
    const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at} "${`&e${at - 1};`.repeat(10)}">`);
    await allTaken(
      {
        "an external entity": doctype('<!ENTITY e SYSTEM "file:///etc/passwd">'),
        "an external parameter entity": doctype('<!ENTITY % e SYSTEM "http://127.0.0.1/x"> %e;'),
        "an external subset": doctype("").replace(
          "<!DOCTYPE x []>",
          '<!DOCTYPE x SYSTEM "http://127.0.0.1/x">',
        ),
        "a billion laughs": doctype(`<!ENTITY e "ha">${laughs.join("")}`),
        "an entity that is not used": doctype('<!ENTITY e "x">', ""),
        "a document type alone": doctype("", ""),
        "an entity that nobody declared": metadataOf({ before: "&e;" }),
      },
      false,
    );
  });

  it("what is deep, or has many parts, is not read to its end", async () => {
    const many = (start: string, each: (at: number) => string, end: string) =>
      metadataOf({ before: start + Array.from({ length: 60_000 }, (_, at) => each(at)).join("") + end });
    await allTaken(
      {
        "sixty thousand elements": many("", () => "<a/>", ""),
        "sixty thousand levels": many("", () => "<a>", ""),
        "sixty thousand attributes": many("<a", (at) => ` b${at}=""`, "/>"),
        "sixty thousand namespaces": many("<a", (at) => ` xmlns:b${at}="u"`, "/>"),
        "sixty-five levels": metadataOf({ before: "<a>".repeat(64) + "</a>".repeat(64) }),
      },
      false,
    );
  });

  it("a long text costs no more than its length", async () => {
    const long = 900_000;
    await allTaken(
      {
        "white space": metadataOf({ before: " ".repeat(long) }),
        "white space around a certificate": metadataOf({ certificate: " ".repeat(long) + ecCertificate }),
        references: metadataOf({ before: "&#x41;".repeat(long / 6) }),
        "a comment": metadataOf({ before: `<!--${"- ".repeat(long / 2)}-->` }),
        "a section of text": metadataOf({ before: `<![CDATA[${"]] ".repeat(long / 3)}]]>` }),
      },
      true,
    );
    const hidden = metadataOf({ certificate: "A".repeat(long) });
    assert.equal(await takes(hidden), false);
  });
});
