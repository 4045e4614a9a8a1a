/** Calls about certificates, public keys and service-specific credentials. */
import type { Cases } from "./denial-case.ts";

const user = { UserName: "Ann" } as const;
const site = { ServerCertificateName: "Site" } as const;
const sshKey = { ...user, SSHPublicKeyId: "APKAAAAAAAAAAAAAAAAAA" } as const;
const credential = { ...user, ServiceSpecificCredentialId: "ACCAAAAAAAAAAAAAAAAAA" } as const;

export const certificateCases: Cases = {
  "iam:UploadSigningCertificate": { input: { ...user, CertificateBody: "-" }, names: "user Ann" },
  "iam:ListSigningCertificates": { input: user, names: "user Ann" },
  "iam:UpdateSigningCertificate": {
    input: { ...user, CertificateId: "TA7SMP42TDN5Z26OBPJE7EXAMPLE", Status: "Inactive" },
    names: "user Ann",
  },
  "iam:DeleteSigningCertificate": {
    input: { ...user, CertificateId: "TA7SMP42TDN5Z26OBPJE7EXAMPLE" },
    names: "user Ann",
  },
  "iam:UploadSSHPublicKey": { input: { ...user, SSHPublicKeyBody: "-" }, names: "user Ann" },
  "iam:GetSSHPublicKey": { input: { ...sshKey, Encoding: "SSH" }, names: "user Ann" },
  "iam:ListSSHPublicKeys": { input: user, names: "user Ann" },
  "iam:UpdateSSHPublicKey": { input: { ...sshKey, Status: "Inactive" }, names: "user Ann" },
  "iam:DeleteSSHPublicKey": { input: sshKey, names: "user Ann" },
  "iam:UploadServerCertificate": {
    input: { ...site, CertificateBody: "-", PrivateKey: "-", Path: "/own/" },
    names: "arn:aws:iam::123456789012:server-certificate/own/Site",
  },
  "iam:GetServerCertificate": { input: site, names: "server certificate Site" },
  "iam:ListServerCertificates": { input: {}, names: "arn:aws:iam::123456789012:server-certificate/" },
  "iam:UpdateServerCertificate": {
    input: { ...site, NewServerCertificateName: "Shop" },
    names: "server certificate Site",
  },
  "iam:DeleteServerCertificate": { input: site, names: "server certificate Site" },
  "iam:TagServerCertificate": {
    input: { ...site, Tags: [{ Key: "team", Value: "blue" }] },
    names: "server certificate Site",
  },
  "iam:UntagServerCertificate": {
    input: { ...site, TagKeys: ["team"] },
    names: "server certificate Site",
  },
  "iam:ListServerCertificateTags": { input: site, names: "server certificate Site" },
  "iam:CreateServiceSpecificCredential": {
    input: { ...user, ServiceName: "codecommit.amazonaws.com" },
    names: "user Ann",
  },
  "iam:ListServiceSpecificCredentials": { input: user, names: "user Ann" },
  "iam:UpdateServiceSpecificCredential": {
    input: { ...credential, Status: "Inactive" },
    names: "user Ann",
  },
  "iam:ResetServiceSpecificCredential": { input: credential, names: "user Ann" },
  "iam:DeleteServiceSpecificCredential": { input: credential, names: "user Ann" },
};
