import { pem, sshKey } from "../../../packages/services/test/certificates.ts";
import { none, text } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { UserName: none.user };
const u0 = { UserName: "u0" };
const u1 = { UserName: "u1" };
const crowded = { UserName: "full" };
const Status = "Inactive";
const expired = "Operation does not support status Expired";

const AccessKeyId = "AKIANOSUCHKEYISHERE1";
const noKey = `The Access Key with id ${AccessKeyId} cannot be found.`;
const CertificateId = "NOSUCHCERTIFICATE0000000";
const noCertificate = `The Certificate with id ${CertificateId} cannot be found.`;
const SSHPublicKeyId = "APKANOSUCHKEYISHERE1";
const noSshKey = `The Public Key with id ${SSHPublicKeyId} cannot be found.`;
const ServiceSpecificCredentialId = "ACCANOSUCHCREDENTIAL";
const noCredential = `No such credential ${ServiceSpecificCredentialId} exists`;
const unsupported = "No such service s3.amazonaws.com is supported for Service Specific Credentials";

export const credentials = {
  CreateAccessKey: {
    LimitExceeded: refused(u0, text.quota("accessKeysPerUser")),
    NoSuchEntity: refused(nil, text.user("nil")),
  },
  UpdateAccessKey: {
    InvalidInput: refused(({ accessKey }) => ({ ...u0, AccessKeyId: accessKey, Status: "Expired" }), expired),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: [
      refused({ ...nil, AccessKeyId, Status }, text.user("nil")),
      refused({ ...u0, AccessKeyId, Status }, noKey),
    ],
  },
  DeleteAccessKey: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, AccessKeyId }, text.user("nil")),
      refused({ ...u0, AccessKeyId }, noKey),
    ],
  },
  ListAccessKeys: { NoSuchEntity: refused(nil, text.user("nil")) },
  GetAccessKeyLastUsed: { NoSuchEntity: refused({ AccessKeyId }, noKey) },
  UploadSigningCertificate: {
    DuplicateCertificate: refused(
      { ...u1, CertificateBody: pem("leaf.cert.pem") },
      "Duplicate certificate uploaded.",
    ),
    EntityAlreadyExists: never("is told as a duplicate"),
    InvalidCertificate: [
      refused({ ...u1, CertificateBody: pem("future.cert.pem") }, "Certificate is not valid yet."),
      refused(
        { ...u1, CertificateBody: pem("foreign-curve.cert.pem") },
        "Certificate has a public key of an unsupported kind or size.",
      ),
    ],
    LimitExceeded: refused(
      { ...u0, CertificateBody: pem("other.cert.pem") },
      text.quota("signingCertificatesPerUser"),
    ),
    MalformedCertificate: [
      refused({ ...u1, CertificateBody: "certificate" }, "Certificate is malformed."),
      refused({ ...u1, CertificateBody: pem("expired.cert.pem") }, "Certificate has expired."),
    ],
    NoSuchEntity: refused({ ...nil, CertificateBody: pem("other.cert.pem") }, text.user("nil")),
  },
  UpdateSigningCertificate: {
    InvalidInput: refused(
      ({ certificate }) => ({ ...u0, CertificateId: certificate, Status: "Expired" }),
      expired,
    ),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: [
      refused({ ...nil, CertificateId, Status }, text.user("nil")),
      refused({ ...u0, CertificateId, Status }, noCertificate),
    ],
  },
  DeleteSigningCertificate: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, CertificateId }, text.user("nil")),
      refused({ ...u0, CertificateId }, noCertificate),
    ],
  },
  ListSigningCertificates: { NoSuchEntity: refused(nil, text.user("nil")) },
  UploadSSHPublicKey: {
    DuplicateSSHPublicKey: refused(
      { ...u0, SSHPublicKeyBody: sshKey(0) },
      "Duplicate SSH public key uploaded.",
    ),
    InvalidPublicKey: refused(
      { ...u0, SSHPublicKeyBody: pem("ssh-1024.pub") },
      "Invalid body for public key",
    ),
    LimitExceeded: full({ ...crowded, SSHPublicKeyBody: sshKey(9) }, text.quota("sshKeysPerUser")),
    NoSuchEntity: refused({ ...nil, SSHPublicKeyBody: sshKey(0) }, text.user("nil")),
    UnrecognizedPublicKeyEncoding: refused(
      { ...u0, SSHPublicKeyBody: pem("ssh-ed25519.pub") },
      "Invalid public key uploaded.",
    ),
  },
  GetSSHPublicKey: {
    NoSuchEntity: [
      refused({ ...nil, SSHPublicKeyId, Encoding: "PEM" }, text.user("nil")),
      refused({ ...u0, SSHPublicKeyId, Encoding: "PEM" }, noSshKey),
    ],
    UnrecognizedPublicKeyEncoding: never("is told by the model"),
  },
  UpdateSSHPublicKey: {
    InvalidInput: refused(({ sshKey }) => ({ ...u0, SSHPublicKeyId: sshKey, Status: "Expired" }), expired),
    NoSuchEntity: [
      refused({ ...nil, SSHPublicKeyId, Status }, text.user("nil")),
      refused({ ...u0, SSHPublicKeyId, Status }, noSshKey),
    ],
  },
  DeleteSSHPublicKey: {
    NoSuchEntity: [
      refused({ ...nil, SSHPublicKeyId }, text.user("nil")),
      refused({ ...u0, SSHPublicKeyId }, noSshKey),
    ],
  },
  ListSSHPublicKeys: { NoSuchEntity: refused(nil, text.user("nil")) },
  CreateServiceSpecificCredential: {
    LimitExceeded: full(
      { ...crowded, ServiceName: "codecommit.amazonaws.com" },
      text.quota("serviceCredentialsPerUser"),
    ),
    NoSuchEntity: [
      refused({ ...nil, ServiceName: "codecommit.amazonaws.com" }, text.user("nil")),
      refused({ ...u0, ServiceName: "s3.amazonaws.com" }, unsupported),
    ],
    NotSupportedService: never("is told as no entity"),
  },
  ResetServiceSpecificCredential: {
    NoSuchEntity: [
      refused({ ...nil, ServiceSpecificCredentialId }, text.user("nil")),
      refused({ ...u0, ServiceSpecificCredentialId }, noCredential),
    ],
  },
  UpdateServiceSpecificCredential: {
    NoSuchEntity: [
      refused({ ...nil, ServiceSpecificCredentialId, Status }, text.user("nil")),
      refused({ ...u0, ServiceSpecificCredentialId, Status }, noCredential),
    ],
    InvalidInput: refused(
      ({ credential }) => ({ ...u0, ServiceSpecificCredentialId: credential, Status: "Expired" }),
      expired,
    ),
  },
  DeleteServiceSpecificCredential: {
    NoSuchEntity: [
      refused({ ...nil, ServiceSpecificCredentialId }, text.user("nil")),
      refused({ ...u0, ServiceSpecificCredentialId }, noCredential),
    ],
  },
  ListServiceSpecificCredentials: {
    NoSuchEntity: [
      refused(nil, text.user("nil")),
      refused({ ...u0, ServiceName: "s3.amazonaws.com" }, unsupported),
    ],
    NotSupportedService: never("is told as no entity"),
    InvalidInput: refused(
      { ...u0, AllUsers: true },
      "Cannot list credentials for all users if a username is given",
    ),
  },
} satisfies Partial<ErrorTable>;
