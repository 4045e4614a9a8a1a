import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pem, withinCertificate } from "./certificates.ts";
import { type Cloud, newCloud, start } from "./harness.ts";
import { allow, document, person } from "./people.ts";

const Ann = { UserName: "Ann" };

function withAnn(): Cloud {
  const cloud = newCloud();
  cloud.call(cloud.root(), "iam:CreateUser", Ann);
  return cloud;
}

const upload = (cloud: Cloud, name: string, UserName = "Ann") =>
  cloud.call(cloud.root(), "iam:UploadSigningCertificate", { UserName, CertificateBody: pem(name) })
    .Certificate;

const refused = (cloud: Cloud, CertificateBody: string) =>
  cloud.refusal(cloud.root(), "iam:UploadSigningCertificate", { ...Ann, CertificateBody });

const absent = (id: string) => ({
  code: "NoSuchEntity",
  message: `The Certificate with id ${id} cannot be found.`,
});

describe("signing certificates", () => {
  it("are given back as they were submitted, active at first", () => {
    const cloud = withAnn();
    const made = upload(cloud, "leaf.cert.pem");
    assert.deepEqual(made, {
      UserName: "Ann",
      CertificateId: made.CertificateId,
      CertificateBody: pem("leaf.cert.pem"),
      Status: "Active",
      UploadDate: start,
    });
    assert.match(made.CertificateId, /^[A-Z2-7]{32}$/);
    assert.deepEqual(cloud.call(cloud.root(), "iam:ListSigningCertificates", Ann), {
      Certificates: [made],
      IsTruncated: false,
    });
  });

  it("are listed from the oldest, and are two at most", () => {
    const cloud = withAnn();
    const ids = ["root.cert.pem", "leaf.cert.pem"].map((name) => {
      cloud.now += 1000;
      return upload(cloud, name).CertificateId;
    });
    assert.deepEqual(
      cloud
        .call(cloud.root(), "iam:ListSigningCertificates", Ann)
        .Certificates.map((each) => each.CertificateId),
      ids,
    );
    assert.deepEqual(refused(cloud, pem("rsa.cert.pem")), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for CertificatesPerUser: 2",
    });
  });

  it("change their status, and go", () => {
    const cloud = withAnn();
    const { CertificateId } = upload(cloud, "rsa.cert.pem");
    const root = cloud.root();
    const update = { ...Ann, CertificateId };
    cloud.call(root, "iam:UpdateSigningCertificate", { ...update, Status: "Inactive" });
    assert.equal(cloud.call(root, "iam:ListSigningCertificates", Ann).Certificates[0]?.Status, "Inactive");
    assert.equal(
      cloud.refusal(root, "iam:UpdateSigningCertificate", { ...update, Status: "Expired" }).code,
      "InvalidInput",
    );
    cloud.call(root, "iam:DeleteSigningCertificate", update);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteSigningCertificate", update), absent(CertificateId));
    assert.deepEqual(
      cloud.refusal(root, "iam:UpdateSigningCertificate", { ...update, Status: "Active" }),
      absent(CertificateId),
    );
  });

  it("are refused where they are no certificate, or more than one, and nothing of them is repeated", () => {
    const cloud = withAnn();
    const leaf = pem("leaf.cert.pem");
    for (const body of [
      "invalid-certificate-body",
      pem("leaf.sec1.pem"),
      leaf + pem("root.cert.pem"),
      `Subject: example.com\n${leaf}`,
      leaf.replace("-----END CERTIFICATE-----", ""),
      leaf.replaceAll("CERTIFICATE", "PUBLIC KEY"),
      leaf.replace("\n-----END", "=\n-----END"),
      "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
      "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
      withinCertificate("leaf.cert.pem", "21200101", "2120AA01"),
    ]) {
      assert.deepEqual(refused(cloud, body), {
        code: "MalformedCertificate",
        message: "Certificate is malformed.",
      });
    }
  });

  it("are refused before and after their time, and with keys that services do not take", () => {
    const cloud = withAnn();
    assert.deepEqual(refused(cloud, pem("expired.cert.pem")), {
      code: "MalformedCertificate",
      message: "Certificate has expired.",
    });
    assert.deepEqual(refused(cloud, pem("future.cert.pem")), {
      code: "InvalidCertificate",
      message: "Certificate is not valid yet.",
    });
    for (const name of ["ed25519.cert.pem", "foreign-curve.cert.pem"]) {
      assert.deepEqual(refused(cloud, pem(name)), {
        code: "InvalidCertificate",
        message: "Certificate has a public key of an unsupported kind or size.",
      });
    }
  });

  it("are held once in an account, whatever their line ends, and stay as they are when they come again", () => {
    const cloud = withAnn();
    const { CertificateId } = upload(cloud, "leaf.cert.pem");
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Bea" });
    const duplicate = { code: "DuplicateCertificate", message: "Duplicate certificate uploaded." };
    const CertificateBody = pem("leaf.cert.pem").replaceAll("\n", "\r\n");
    const change = { UserName: "Ann", CertificateId, Status: "Inactive" } as const;
    cloud.call(cloud.root(), "iam:UpdateSigningCertificate", change);
    const again = { UserName: "Ann", CertificateBody };
    const { Certificate } = cloud.call(cloud.root(), "iam:UploadSigningCertificate", again);
    assert.deepEqual([Certificate.CertificateId, Certificate.Status], [CertificateId, "Inactive"]);
    assert.deepEqual(
      cloud.call(cloud.root(), "iam:ListSigningCertificates", { UserName: "Ann" }).Certificates,
      [Certificate],
    );
    for (const more of [{ UserName: "Bea" }, {}]) {
      assert.deepEqual(
        cloud.refusal(cloud.root(), "iam:UploadSigningCertificate", { ...more, CertificateBody }),
        duplicate,
      );
    }
    const other = cloud.root("210987654321");
    cloud.call(other, "iam:UploadSigningCertificate", { CertificateBody });
  });

  it("are the caller's own where the request names nobody, root's too, and nobody else's", () => {
    const cloud = withAnn();
    const root = cloud.root();
    const bea = person(cloud, "Bea", allow("iam:*"));
    const { CertificateId } = upload(cloud, "leaf.cert.pem");
    const own = cloud.call(bea, "iam:UploadSigningCertificate", { CertificateBody: pem("rsa.cert.pem") });
    assert.equal(own.Certificate.UserName, "Bea");
    assert.equal(cloud.call(bea, "iam:ListSigningCertificates", {}).Certificates.length, 1);
    assert.deepEqual(
      cloud.refusal(bea, "iam:DeleteSigningCertificate", { CertificateId }),
      absent(CertificateId),
    );
    const summary = () => cloud.call(root, "iam:GetAccountSummary").SummaryMap ?? {};
    assert.equal(summary().AccountSigningCertificatesPresent, 0);
    cloud.call(root, "iam:UploadSigningCertificate", { CertificateBody: pem("root.cert.pem") });
    assert.equal(summary().AccountSigningCertificatesPresent, 1);
    assert.equal(cloud.call(root, "iam:ListSigningCertificates", {}).Certificates[0]?.UserName, "root");
  });

  it("of a user that is not there are refused", () => {
    const cloud = newCloud();
    assert.deepEqual(refused(cloud, pem("leaf.cert.pem")), {
      code: "NoSuchEntity",
      message: "The user with name Ann cannot be found.",
    });
  });

  it("a policy on one's own user lets users manage their own only", () => {
    const cloud = withAnn();
    const Resource = "arn:aws:iam::*:user/$" + "{aws:username}";
    const bob = person(cloud, "Bob", document({ Action: "iam:*SigningCertificate*", Resource }));
    cloud.call(bob, "iam:ListSigningCertificates", {});
    assert.equal(cloud.refusal(bob, "iam:ListSigningCertificates", Ann).code, "AccessDenied");
  });

  it("keep their user from being deleted", () => {
    const cloud = withAnn();
    const { CertificateId } = upload(cloud, "leaf.cert.pem");
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:DeleteUser", Ann), {
      code: "DeleteConflict",
      message: "Cannot delete entity, must delete certificates first.",
    });
    cloud.call(cloud.root(), "iam:DeleteSigningCertificate", { ...Ann, CertificateId });
    cloud.call(cloud.root(), "iam:DeleteUser", Ann);
  });
});
