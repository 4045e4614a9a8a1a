import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { describe, it } from "node:test";
import { pem, sshKey } from "./certificates.ts";
import { type Cloud, newCloud, start } from "./harness.ts";
import { allow, person } from "./people.ts";

const Ann = { UserName: "Ann" };

function withAnn(): Cloud {
  const cloud = newCloud();
  cloud.call(cloud.root(), "iam:CreateUser", Ann);
  return cloud;
}

const upload = (cloud: Cloud, SSHPublicKeyBody: string) =>
  cloud.call(cloud.root(), "iam:UploadSSHPublicKey", { ...Ann, SSHPublicKeyBody }).SSHPublicKey;

const refused = (cloud: Cloud, SSHPublicKeyBody: string) =>
  cloud.refusal(cloud.root(), "iam:UploadSSHPublicKey", { ...Ann, SSHPublicKeyBody });

const get = (cloud: Cloud, SSHPublicKeyId: string, Encoding: "SSH" | "PEM") =>
  cloud.call(cloud.root(), "iam:GetSSHPublicKey", { ...Ann, SSHPublicKeyId, Encoding }).SSHPublicKey;

/** As `ssh-keygen -l -E md5` shows it. */
const fingerprint = "2a:02:3e:1d:5d:ec:27:d8:83:ca:5d:6e:14:a6:cf:32";
const ssh = pem("ssh.pub");
const withoutComment = ssh.split(" ").slice(0, 2).join(" ");

const invalid = {
  code: "InvalidPublicKey",
  message: "Invalid body for public key",
};
const unrecognized = {
  code: "UnrecognizedPublicKeyEncoding",
  message: "Invalid public key uploaded.",
};

describe("SSH public keys", () => {
  it("come back with their fingerprint, active at first", () => {
    const cloud = withAnn();
    const key = upload(cloud, ssh);
    assert.deepEqual(key, {
      UserName: "Ann",
      SSHPublicKeyId: key?.SSHPublicKeyId,
      Status: "Active",
      UploadDate: start,
      Fingerprint: fingerprint,
      SSHPublicKeyBody: ssh,
    });
    assert.match(key?.SSHPublicKeyId ?? "", /^APKA[A-Z2-7]{17}$/);
    assert.deepEqual(cloud.call(cloud.root(), "iam:ListSSHPublicKeys", Ann), {
      SSHPublicKeys: [
        { UserName: "Ann", SSHPublicKeyId: key?.SSHPublicKeyId, Status: "Active", UploadDate: start },
      ],
      IsTruncated: false,
    });
  });

  for (const name of ["ssh.pub", "ssh.spki.pem", "ssh.pkcs1.pem"]) {
    it(`submitted as ${name}, are given in the encoding that is asked for`, () => {
      const cloud = withAnn();
      const { SSHPublicKeyId = "" } = upload(cloud, pem(name)) ?? {};
      const asSsh = get(cloud, SSHPublicKeyId, "SSH");
      assert.deepEqual([asSsh?.SSHPublicKeyBody, asSsh?.Fingerprint], [withoutComment, fingerprint]);
      const asPem = get(cloud, SSHPublicKeyId, "PEM");
      assert.deepEqual(
        [asPem?.SSHPublicKeyBody, asPem?.Fingerprint],
        [pem("ssh.spki.pem").trim(), fingerprint],
      );
    });
  }

  it("are held once by a user, whatever their encoding and comment; another user may hold the same", () => {
    const cloud = withAnn();
    upload(cloud, ssh);
    for (const body of [withoutComment, pem("ssh.spki.pem"), pem("ssh.pkcs1.pem")]) {
      assert.deepEqual(refused(cloud, body), {
        code: "DuplicateSSHPublicKey",
        message: "Duplicate SSH public key uploaded.",
      });
    }
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Bea" });
    cloud.call(cloud.root(), "iam:UploadSSHPublicKey", { UserName: "Bea", SSHPublicKeyBody: ssh });
  });

  it("are five at most for a user, listed from the oldest", () => {
    const cloud = withAnn();
    const ids = [1, 2, 3, 4, 5].map((number) => {
      cloud.now += 1000;
      return upload(cloud, sshKey(number))?.SSHPublicKeyId;
    });
    assert.deepEqual(
      cloud
        .call(cloud.root(), "iam:ListSSHPublicKeys", Ann)
        .SSHPublicKeys?.map((each) => each.SSHPublicKeyId),
      ids,
    );
    assert.deepEqual(refused(cloud, sshKey(6)), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for SSHPublicKeysPerUser: 5",
    });
  });

  it("are refused where they are neither ssh-rsa nor a public key in PEM", () => {
    const cloud = withAnn();
    for (const body of [
      "key",
      pem("ssh-ed25519.pub"),
      "---- BEGIN SSH2 PUBLIC KEY ----",
      "ssh-rsa",
      pem("rsa.pkcs1.pem"),
      pem("rsa.cert.pem"),
    ]) {
      assert.deepEqual(refused(cloud, body), unrecognized, body);
    }
  });

  it("are refused where they are short, damaged or of another kind", () => {
    const cloud = withAnn();
    const blob = Buffer.from(withoutComment.split(" ")[1] ?? "", "base64");
    const of = (bytes: Buffer) => `ssh-rsa ${bytes.toString("base64")}`;
    const even = Buffer.from(blob);
    even[even.length - 1] = 2;
    const padded = Buffer.concat([blob.subarray(0, 18), Buffer.from([0, 0, 1, 2, 0]), blob.subarray(22)]);
    const endless = Buffer.from(blob);
    endless.writeUInt32BE(0xffff_ffff, 11);
    const ed = createPublicKey(pem("ed25519.cert.pem")).export({ type: "spki", format: "pem" }).toString();
    for (const [what, body] of Object.entries({
      short: pem("ssh-1024.pub"),
      truncated: of(blob.subarray(0, -1)),
      followed: of(Buffer.concat([blob, Buffer.alloc(4)])),
      even: of(even),
      padded: of(padded),
      endless: of(endless),
      "another algorithm": of(Buffer.from(blob).fill("x", 4, 11)),
      empty: "ssh-rsa AAAA",
      "no base64": "ssh-rsa %%%%",
      "two lines": `${withoutComment}\n${withoutComment}`,
      "an Ed25519 key": ed,
      "no key": "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----",
    })) {
      assert.deepEqual(refused(cloud, body), invalid, what);
    }
  });

  it("change their status, and go", () => {
    const cloud = withAnn();
    const root = cloud.root();
    const { SSHPublicKeyId = "" } = upload(cloud, ssh) ?? {};
    const key = { ...Ann, SSHPublicKeyId };
    cloud.call(root, "iam:UpdateSSHPublicKey", { ...key, Status: "Inactive" });
    assert.equal(get(cloud, SSHPublicKeyId, "SSH")?.Status, "Inactive");
    assert.equal(
      cloud.refusal(root, "iam:UpdateSSHPublicKey", { ...key, Status: "Expired" }).code,
      "InvalidInput",
    );
    cloud.call(root, "iam:DeleteSSHPublicKey", key);
    const absent = {
      code: "NoSuchEntity",
      message: `The Public Key with id ${SSHPublicKeyId} cannot be found.`,
    };
    assert.deepEqual(cloud.refusal(root, "iam:DeleteSSHPublicKey", key), absent);
    assert.deepEqual(cloud.refusal(root, "iam:UpdateSSHPublicKey", { ...key, Status: "Active" }), absent);
    assert.deepEqual(cloud.refusal(root, "iam:GetSSHPublicKey", { ...key, Encoding: "SSH" }), absent);
  });

  it("are found by their own user only, and listed for the caller where the request names nobody", () => {
    const cloud = withAnn();
    const bea = person(cloud, "Bea", allow("iam:*"));
    const { SSHPublicKeyId = "" } = upload(cloud, ssh) ?? {};
    assert.deepEqual(cloud.call(bea, "iam:ListSSHPublicKeys", {}).SSHPublicKeys, []);
    assert.equal(
      cloud.refusal(bea, "iam:DeleteSSHPublicKey", { UserName: "Bea", SSHPublicKeyId }).code,
      "NoSuchEntity",
    );
    assert.deepEqual(
      cloud.refusal(bea, "iam:UploadSSHPublicKey", { UserName: "Zoe", SSHPublicKeyBody: ssh }),
      {
        code: "NoSuchEntity",
        message: "The user with name Zoe cannot be found.",
      },
    );
  });

  it("keep their user from being deleted", () => {
    const cloud = withAnn();
    const { SSHPublicKeyId = "" } = upload(cloud, ssh) ?? {};
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:DeleteUser", Ann), {
      code: "DeleteConflict",
      message: "Cannot delete entity, must remove referenced objects first.",
    });
    cloud.call(cloud.root(), "iam:DeleteSSHPublicKey", { ...Ann, SSHPublicKeyId });
    cloud.call(cloud.root(), "iam:DeleteUser", Ann);
  });
});
