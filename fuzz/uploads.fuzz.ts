import assert from "node:assert/strict";
import type { InputOf } from "@portcullis/services";
import { pem } from "../packages/services/test/certificates.ts";
import { type Cloud, newCloud, Refused } from "../packages/services/test/harness.ts";
import { mutateText } from "./support/mutate.ts";
import type { Random } from "./support/random.ts";
import type { FuzzTarget } from "./target.ts";

const Ann = { UserName: "Ann" };
const sshKeys = ["ssh.pub", "ssh.spki.pem", "ssh.pkcs1.pem", "ssh-1024.pub"].map(pem);
const certificates = ["leaf", "rsa", "middle", "root", "ed25519"].map((name) => pem(`${name}.cert.pem`));
const privateKeys = ["leaf.sec1", "leaf.pkcs8", "leaf.encrypted-sec1", "rsa.pkcs1"].map((name) =>
  pem(`${name}.pem`),
);

/** One of these as it is, or with a few places changed, in characters that the model allows. */
function near(random: Random, texts: readonly string[]): string {
  const text = random.pick(texts);
  if (random.once(3)) return text;
  const changed = random.once(2) ? mutateBase64(random, text) : mutateText(random, text, 3);
  return changed.replace(/[^\t\n\r\x20-\xff]/g, "~").slice(0, 16_384) || "-";
}

/** The bytes inside are changed, and what is around them stays. */
function mutateBase64(random: Random, text: string): string {
  return text.replace(/[A-Za-z0-9+/\n]{100,}={0,2}/, (base64) =>
    Buffer.from(mutateText(random, Buffer.from(base64, "base64").toString("latin1"), 2), "latin1").toString(
      "base64",
    ),
  );
}

async function refusedOr<T>(call: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return undefined;
  }
}

/** A key that is taken comes back in both encodings, and each of them is the same key. */
async function tryPublicKey(cloud: Cloud, SSHPublicKeyBody: string): Promise<void> {
  const root = cloud.root();
  const upload = { ...Ann, SSHPublicKeyBody };
  const made = await refusedOr(() => cloud.call(root, "iam:UploadSSHPublicKey", upload).SSHPublicKey);
  if (made === undefined) return;
  const named = { ...Ann, SSHPublicKeyId: made.SSHPublicKeyId };
  for (const Encoding of ["SSH", "PEM"] as const) {
    const { SSHPublicKey } = cloud.call(root, "iam:GetSSHPublicKey", { ...named, Encoding });
    assert.equal(SSHPublicKey?.Fingerprint, made.Fingerprint);
    const again = { ...Ann, SSHPublicKeyBody: SSHPublicKey.SSHPublicKeyBody };
    assert.equal(cloud.refusal(root, "iam:UploadSSHPublicKey", again).code, "DuplicateSSHPublicKey");
  }
  cloud.call(root, "iam:DeleteSSHPublicKey", named);
}

async function trySigningCertificate(cloud: Cloud, CertificateBody: string): Promise<void> {
  const root = cloud.root();
  const upload = { ...Ann, CertificateBody };
  const made = await refusedOr(() => cloud.call(root, "iam:UploadSigningCertificate", upload).Certificate);
  if (made === undefined) return;
  assert.deepEqual(cloud.call(root, "iam:UploadSigningCertificate", upload).Certificate, made);
  cloud.call(root, "iam:DeleteSigningCertificate", { ...Ann, CertificateId: made.CertificateId });
}

async function tryServerCertificate(
  cloud: Cloud,
  upload: InputOf<"iam:UploadServerCertificate">,
): Promise<void> {
  const root = cloud.root();
  const made = await refusedOr(() => cloud.prepared(root, "iam:UploadServerCertificate", upload, {}));
  if (made === undefined) return;
  const { ServerCertificateName } = upload;
  const got = cloud.call(root, "iam:GetServerCertificate", { ServerCertificateName });
  assert.ok(!JSON.stringify(got).includes("PRIVATE"));
  cloud.call(root, "iam:DeleteServerCertificate", { ServerCertificateName });
}

export const target: FuzzTarget = {
  component: "services",
  property:
    "Any certificate, chain or key is taken or refused without an exception or a hang, and a key for SSH that is taken comes back the same.",
  seconds: 20,
  prepare() {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", Ann);
    return {
      async step(random) {
        await tryPublicKey(cloud, near(random, sshKeys));
        await trySigningCertificate(cloud, near(random, certificates));
        const CertificateChain = near(random, certificates) + near(random, certificates);
        await tryServerCertificate(cloud, {
          ServerCertificateName: "Site",
          CertificateBody: near(random, certificates),
          PrivateKey: near(random, privateKeys),
          ...(random.once(2) ? { CertificateChain } : {}),
        });
      },
    };
  },
};
