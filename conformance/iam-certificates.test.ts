/** Certificates, public keys and service-specific credentials, as the official client meets them. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateAccessKeyCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeleteServerCertificateCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  GetServerCertificateCommand,
  GetSSHPublicKeyCommand,
  type IAMClient,
  ListServerCertificatesCommand,
  ListServerCertificateTagsCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ResetServiceSpecificCredentialCommand,
  TagServerCertificateCommand,
  UntagServerCertificateCommand,
  UpdateServerCertificateCommand,
  UpdateServiceSpecificCredentialCommand,
  UpdateSigningCertificateCommand,
  UpdateSSHPublicKeyCommand,
  UploadServerCertificateCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from "@aws-sdk/client-iam";
import { pem } from "../packages/services/test/certificates.ts";
import { callsOf, done } from "./support/calls.ts";
import { clientsOf, credentialsOf, failureOf } from "./support/clients.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";

const Ann = { UserName: "Ann" };
const site = { ServerCertificateName: "Site" };
const leaf = { CertificateBody: pem("leaf.cert.pem"), PrivateKey: pem("leaf.sec1.pem") };

let server: TestServer;
let iam: IAMClient;
/** Somebody without a permission. */
let nobody: IAMClient;

before(async () => {
  server = await startEphemeral();
  ({ iam } = clientsOf(server, server.root));
  for (const UserName of ["Ann", "Nobody"]) await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "Nobody" }));
  const credentials = credentialsOf(AccessKey);
  nobody = clientsOf(server, credentials).iam;
});
after(() => server.stop());

function denied(action: string, resource: string) {
  return {
    name: "AccessDenied",
    message: `User: arn:aws:iam::123456789012:user/Nobody is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
    status: 403,
  };
}

describe("signing certificates", () => {
  test("are uploaded, listed, made inactive and deleted", async () => {
    const upload = new UploadSigningCertificateCommand({ ...Ann, CertificateBody: leaf.CertificateBody });
    assert.deepEqual(await failureOf(nobody.send(upload)), denied("UploadSigningCertificate", "user Ann"));
    const { Certificate } = await iam.send(upload);
    assert.equal(Certificate?.CertificateBody, leaf.CertificateBody);
    assert.deepEqual((await iam.send(upload)).Certificate, Certificate);
    const ofRoot = new UploadSigningCertificateCommand({ CertificateBody: leaf.CertificateBody });
    assert.deepEqual(await failureOf(iam.send(ofRoot)), {
      name: "DuplicateCertificateException",
      message: "Duplicate certificate uploaded.",
      status: 409,
    });
    const malformed = new UploadSigningCertificateCommand({ ...Ann, CertificateBody: leaf.PrivateKey });
    assert.deepEqual(await failureOf(iam.send(malformed)), {
      name: "MalformedCertificateException",
      message: "Certificate is malformed.",
      status: 400,
    });
    const named = { ...Ann, CertificateId: Certificate?.CertificateId };
    await iam.send(new UpdateSigningCertificateCommand({ ...named, Status: "Inactive" }));
    const { Certificates } = await iam.send(new ListSigningCertificatesCommand(Ann));
    assert.deepEqual(Certificates, [{ ...Certificate, Status: "Inactive" }]);
    const conflict = await failureOf(iam.send(new DeleteUserCommand(Ann)));
    assert.deepEqual(conflict, {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete certificates first.",
      status: 409,
    });
    await iam.send(new DeleteSigningCertificateCommand(named));
    assert.equal(
      (await failureOf(iam.send(new DeleteSigningCertificateCommand(named)))).name,
      "NoSuchEntityException",
    );
  });
});

describe("SSH public keys", () => {
  test("are uploaded, read in either encoding, listed, made inactive and deleted", async () => {
    const upload = new UploadSSHPublicKeyCommand({ ...Ann, SSHPublicKeyBody: pem("ssh.pub") });
    assert.deepEqual(await failureOf(nobody.send(upload)), denied("UploadSSHPublicKey", "user Ann"));
    const { SSHPublicKey: key } = await iam.send(upload);
    assert.equal(key?.Fingerprint, "2a:02:3e:1d:5d:ec:27:d8:83:ca:5d:6e:14:a6:cf:32");
    const named = { ...Ann, SSHPublicKeyId: key?.SSHPublicKeyId };
    for (const [Encoding, body] of [
      ["SSH", pem("ssh.pub").split(" ").slice(0, 2).join(" ")],
      ["PEM", pem("ssh.spki.pem").trim()],
    ] as const) {
      const { SSHPublicKey } = await iam.send(new GetSSHPublicKeyCommand({ ...named, Encoding }));
      assert.equal(SSHPublicKey?.SSHPublicKeyBody, body);
    }
    for (const [SSHPublicKeyBody, name] of [
      [pem("ssh.spki.pem"), "DuplicateSSHPublicKeyException"],
      [pem("ssh-1024.pub"), "InvalidPublicKeyException"],
      [pem("ssh-ed25519.pub"), "UnrecognizedPublicKeyEncodingException"],
    ] as const) {
      const refused = iam.send(new UploadSSHPublicKeyCommand({ ...Ann, SSHPublicKeyBody }));
      assert.equal((await failureOf(refused)).name, name);
    }
    await iam.send(new UpdateSSHPublicKeyCommand({ ...named, Status: "Inactive" }));
    const { SSHPublicKeys } = await iam.send(new ListSSHPublicKeysCommand(Ann));
    assert.deepEqual(
      SSHPublicKeys?.map(({ SSHPublicKeyId, Status }) => [SSHPublicKeyId, Status]),
      [[key?.SSHPublicKeyId, "Inactive"]],
    );
    await iam.send(new DeleteSSHPublicKeyCommand(named));
  });
});

describe("server certificates", () => {
  test("are uploaded with a chain and tags, read, renamed and deleted; their keys never come back", async () => {
    const CertificateChain = pem("middle.cert.pem") + pem("root.cert.pem");
    const Tags = [{ Key: "team", Value: "blue" }];
    const upload = new UploadServerCertificateCommand({ ...site, ...leaf, CertificateChain, Tags });
    assert.deepEqual(
      await failureOf(nobody.send(upload)),
      denied("UploadServerCertificate", "arn:aws:iam::123456789012:server-certificate/Site"),
    );
    for (const [more, name] of [
      [{ PrivateKey: pem("other.key.pem") }, "KeyPairMismatchException"],
      [{ CertificateChain: pem("namesake.cert.pem") }, "MalformedCertificateException"],
    ] as const) {
      const refused = iam.send(new UploadServerCertificateCommand({ ...site, ...leaf, ...more }));
      assert.equal((await failureOf(refused)).name, name);
    }
    const made = await iam.send(upload);
    assert.deepEqual(made.Tags, Tags);
    const { Expiration, UploadDate } = made.ServerCertificateMetadata ?? {};
    assert.deepEqual(Expiration, new Date(Date.UTC(2120, 0, 1)));
    assert.ok(UploadDate instanceof Date);
    assert.equal((await failureOf(iam.send(upload))).name, "EntityAlreadyExistsException");
    await iam.send(new TagServerCertificateCommand({ ...site, Tags: [{ Key: "Team", Value: "red" }] }));
    await iam.send(new UntagServerCertificateCommand({ ...site, TagKeys: ["team"] }));
    const { Tags: kept } = await iam.send(new ListServerCertificateTagsCommand(site));
    assert.deepEqual(kept, [{ Key: "Team", Value: "red" }]);
    const shop = { ServerCertificateName: "Shop" };
    await iam.send(new UpdateServerCertificateCommand({ ...site, NewServerCertificateName: "Shop" }));
    const { ServerCertificate } = await iam.send(new GetServerCertificateCommand(shop));
    assert.equal(ServerCertificate?.CertificateChain, CertificateChain.trim());
    assert.ok(!JSON.stringify(ServerCertificate).includes("PRIVATE"));
    const { ServerCertificateMetadataList } = await iam.send(new ListServerCertificatesCommand({}));
    assert.deepEqual(
      ServerCertificateMetadataList?.map(({ Arn }) => Arn),
      ["arn:aws:iam::123456789012:server-certificate/Shop"],
    );
    await iam.send(new DeleteServerCertificateCommand(shop));
    assert.equal(
      (await failureOf(iam.send(new GetServerCertificateCommand(shop)))).message,
      "The Server Certificate with name Shop cannot be found.",
    );
  });

  test("with the longest bodies are taken, and beyond are refused", async () => {
    const by = callsOf(server, server.root);
    const padded = (text: string, length: number) => text.padEnd(length, "\n");
    const longest = {
      ...site,
      CertificateBody: padded(leaf.CertificateBody, 16_384),
      PrivateKey: padded(leaf.PrivateKey, 16_384),
    };
    await done(by.iam("UploadServerCertificate", longest));
    const CertificateBody = padded(leaf.CertificateBody, 16_385);
    const refused = await by.iam("UploadServerCertificate", { ...longest, CertificateBody });
    assert.equal(refused.code, "ValidationError");
    assert.ok(!refused.body.includes("BEGIN"));
    await iam.send(new DeleteServerCertificateCommand(site));
  });
});

describe("service-specific credentials", () => {
  test("are made, listed, reset, made inactive and deleted", async () => {
    const create = new CreateServiceSpecificCredentialCommand({
      ...Ann,
      ServiceName: "bedrock.amazonaws.com",
      CredentialAgeDays: 30,
    });
    assert.deepEqual(
      await failureOf(nobody.send(create)),
      denied("CreateServiceSpecificCredential", "user Ann"),
    );
    const { ServiceSpecificCredential: made } = await iam.send(create);
    assert.equal(made?.ServiceCredentialAlias, "Ann-at-123456789012");
    assert.equal(Number(made?.ExpirationDate) - Number(made?.CreateDate), 30 * 86_400_000);
    assert.match(made?.ServiceCredentialSecret ?? "", /^ABSK/);
    const named = { ...Ann, ServiceSpecificCredentialId: made?.ServiceSpecificCredentialId };
    const { ServiceSpecificCredential: reset } = await iam.send(
      new ResetServiceSpecificCredentialCommand(named),
    );
    assert.notEqual(reset?.ServiceCredentialSecret, made?.ServiceCredentialSecret);
    await iam.send(new UpdateServiceSpecificCredentialCommand({ ...named, Status: "Inactive" }));
    const git = new CreateServiceSpecificCredentialCommand({
      ...Ann,
      ServiceName: "codecommit.amazonaws.com",
    });
    for (const alias of ["Ann+1-at-123456789012", "Ann+2-at-123456789012"]) {
      assert.equal((await iam.send(git)).ServiceSpecificCredential?.ServiceUserName, alias);
    }
    assert.equal((await failureOf(iam.send(git))).name, "LimitExceededException");
    const statuses: unknown[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(
        new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 2, Marker }),
      );
      statuses.push(...(page.ServiceSpecificCredentials ?? []).map(({ Status }) => Status));
      Marker = page.Marker;
    } while (Marker !== undefined);
    assert.deepEqual(statuses.toSorted(), ["Active", "Active", "Inactive"]);
    await iam.send(new DeleteServiceSpecificCredentialCommand(named));
    assert.deepEqual(await failureOf(iam.send(new ResetServiceSpecificCredentialCommand(named))), {
      name: "NoSuchEntityException",
      message: `No such credential ${named.ServiceSpecificCredentialId} exists`,
      status: 404,
    });
  });
});
