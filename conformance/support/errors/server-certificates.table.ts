import { pem } from "../../../packages/services/test/certificates.ts";
import { oneTag, reservedTag, text, twice } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { ServerCertificateName: "nil" };
const c0 = { ServerCertificateName: "c0" };
const uploaded = {
  ServerCertificateName: "new",
  CertificateBody: pem("leaf.cert.pem"),
  PrivateKey: pem("leaf.pkcs8.pem"),
};
const notFound = "The Server Certificate with name nil cannot be found.";

export const serverCertificates = {
  UploadServerCertificate: {
    EntityAlreadyExists: refused(
      { ...uploaded, ServerCertificateName: "C0" },
      "The Server Certificate with name C0 already exists.",
    ),
    InvalidInput: [
      refused({ ...uploaded, Tags: twice }, text.twice),
      refused({ ...uploaded, Tags: reservedTag }, text.reserved),
    ],
    KeyPairMismatch: refused(
      { ...uploaded, PrivateKey: pem("other.key.pem") },
      "The private key did not match the public key provided. Please verify the key material and try again.",
    ),
    LimitExceeded: full(uploaded, text.quota("serverCertificates")),
    MalformedCertificate: [
      refused(
        { ...uploaded, CertificateBody: "certificate" },
        "Unable to parse certificate. Please ensure the certificate is in PEM format.",
      ),
      refused(
        { ...uploaded, PrivateKey: "key" },
        "Unable to parse private key. Please ensure the private key is in PEM format.",
      ),
      refused(
        { ...uploaded, CertificateChain: pem("namesake.cert.pem") },
        /^Unable to validate certificate chain\. .+ The index within the chain of the invalid certificate is: -1$/,
      ),
    ],
  },
  GetServerCertificate: { NoSuchEntity: refused(nil, notFound) },
  UpdateServerCertificate: {
    EntityAlreadyExists: refused(
      { ...c0, NewServerCertificateName: "C1" },
      "The Server Certificate with name C1 already exists.",
    ),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: refused(nil, notFound),
  },
  DeleteServerCertificate: {
    DeleteConflict: never("is used by nothing"),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, notFound),
  },
  ListServerCertificates: {},
  TagServerCertificate: {
    InvalidInput: [
      refused({ ...c0, Tags: twice }, text.twice),
      refused({ ...c0, Tags: reservedTag }, text.reserved),
      refused({ ...c0, Tags: [] }, text.noTags),
    ],
    LimitExceeded: full({ ServerCertificateName: "full", Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, notFound),
  },
  UntagServerCertificate: {
    InvalidInput: refused({ ...c0, TagKeys: [] }, text.noKeys),
    NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, notFound),
  },
  ListServerCertificateTags: { NoSuchEntity: refused(nil, notFound) },
} satisfies Partial<ErrorTable>;
