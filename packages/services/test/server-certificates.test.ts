import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openField, revealText } from "@portcullis/keys";
import type { InputOf } from "@portcullis/services";
import { pem } from "./certificates.ts";
import { type Cloud, home, newCloud, Refused, start, type Who } from "./harness.ts";
import { hostileKey } from "./hostile-keys.ts";
import { allow, document, person } from "./people.ts";
import { ring } from "./secrets.ts";

type Upload = InputOf<"iam:UploadServerCertificate">;

const site = {
  ServerCertificateName: "Site",
  CertificateBody: pem("leaf.cert.pem"),
  PrivateKey: pem("leaf.sec1.pem"),
} as const;
const chain = pem("middle.cert.pem") + pem("root.cert.pem");
const expires = Date.UTC(2120, 0, 1);

function upload(cloud: Cloud, more: Partial<Upload> = {}, who: Who = cloud.root()) {
  return cloud.prepared(who, "iam:UploadServerCertificate", { ...site, ...more }, {});
}

async function refusal(cloud: Cloud, more: Partial<Upload>, who?: Who) {
  const before = cloud.state();
  try {
    await upload(cloud, more, who);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    assert.equal(cloud.state(), before);
    return { code: error.code, message: error.message };
  }
  throw new Error("the upload was not refused");
}

const malformed = (message: string) => ({ code: "MalformedCertificate", message });
const broken = (index: number) =>
  malformed(
    `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
  );
const absent = (name: string) => ({
  code: "NoSuchEntity",
  message: `The Server Certificate with name ${name} cannot be found.`,
});

describe("uploading a server certificate", () => {
  it("answers with what the certificate says; its key stays sealed and is never given back", async () => {
    const cloud = newCloud();
    const { ServerCertificateMetadata: made, ...rest } = await upload(cloud, {
      Path: "/cloudfront/",
      CertificateChain: chain,
    });
    assert.deepEqual(rest, {});
    assert.deepEqual(made, {
      Path: "/cloudfront/",
      ServerCertificateName: "Site",
      ServerCertificateId: made?.ServerCertificateId,
      Arn: "arn:aws:iam::123456789012:server-certificate/cloudfront/Site",
      UploadDate: start,
      Expiration: expires,
    });
    const id = made?.ServerCertificateId ?? "";
    assert.match(id, /^ASCA[A-Z2-7]{17}$/);
    const got = cloud.call(cloud.root(), "iam:GetServerCertificate", { ServerCertificateName: "site" });
    assert.deepEqual(got, {
      ServerCertificate: {
        ServerCertificateMetadata: made,
        // Without the white space around them: Terraform compares.
        CertificateBody: site.CertificateBody.trim(),
        CertificateChain: chain.trim(),
        Tags: [],
      },
    });
    const kept = cloud.state().byId["server-certificate"].get(id);
    assert.ok(!JSON.stringify([kept, got]).includes("PRIVATE"));
    const place = { realm: `account/${home}`, kind: "server-certificate", id, field: "privateKey" };
    const opened = openField(ring, place, kept?.privateKey ?? "");
    assert.equal(opened && revealText(opened), site.PrivateKey);
  });

  it("takes keys in each of their forms, and certificates that signed themselves", async () => {
    const cloud = newCloud();
    const parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    await upload(cloud, { ServerCertificateName: "a", PrivateKey: pem("leaf.pkcs8.pem") });
    await upload(cloud, { ServerCertificateName: "b", PrivateKey: parameters + site.PrivateKey });
    await upload(cloud, {
      ServerCertificateName: "c",
      CertificateBody: pem("rsa.cert.pem"),
      PrivateKey: pem("rsa.pkcs1.pem"),
    });
    await upload(cloud, { ServerCertificateName: "d", CertificateChain: pem("middle.cert.pem") });
    const { SummaryMap } = cloud.call(cloud.root(), "iam:GetAccountSummary");
    assert.deepEqual([SummaryMap?.ServerCertificates, SummaryMap?.ServerCertificatesQuota], [4, 20]);
  });

  it("refuses what is no certificate", async () => {
    const cloud = newCloud();
    for (const CertificateBody of ["leaf.pem", site.PrivateKey, site.CertificateBody + chain]) {
      assert.deepEqual(
        await refusal(cloud, { CertificateBody }),
        malformed("Unable to parse certificate. Please ensure the certificate is in PEM format."),
      );
    }
  });

  it("refuses certificates before and after their time, and with keys of other kinds", async () => {
    const cloud = newCloud();
    for (const [name, message] of [
      [
        "expired",
        "Certificate is no longer valid. The 'Not After' date restriction on the certificate has passed.",
      ],
      ["future", "The certificate is not valid yet."],
      ["ed25519", "The certificate has a public key of an unsupported kind or size."],
    ] as const) {
      assert.deepEqual(
        await refusal(cloud, { CertificateBody: pem(`${name}.cert.pem`) }),
        malformed(message),
      );
    }
  });

  it("refuses keys of other certificates, encrypted keys, and what is no private key", async () => {
    const cloud = newCloud();
    for (const name of ["other.key.pem", "rsa.pkcs1.pem"]) {
      assert.deepEqual(await refusal(cloud, { PrivateKey: pem(name) }), {
        code: "KeyPairMismatch",
        message:
          "The private key did not match the public key provided. Please verify the key material and try again.",
      });
    }
    for (const name of ["leaf.encrypted.pem", "leaf.encrypted-sec1.pem"]) {
      assert.deepEqual(
        await refusal(cloud, { PrivateKey: pem(name) }),
        malformed("The private key is encrypted. Please upload it without a password or passphrase."),
      );
    }
    for (const PrivateKey of [
      "key",
      site.CertificateBody,
      site.PrivateKey + pem("other.key.pem"),
      site.PrivateKey.replaceAll("EC PRIVATE", "EC PUBLIC"),
      `Key: Site\n${site.PrivateKey}`,
      "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----",
      pem("ed25519.key.pem"),
    ]) {
      assert.deepEqual(
        await refusal(cloud, { PrivateKey }),
        malformed("Unable to parse private key. Please ensure the private key is in PEM format."),
      );
    }
  });

  it("attack: a private key whose public half would take minutes is refused unread", async () => {
    const cloud = newCloud();
    for (const kind of ["dsa", "dh"] as const) {
      assert.deepEqual(
        await refusal(cloud, { PrivateKey: hostileKey(kind) }),
        malformed("Unable to parse private key. Please ensure the private key is in PEM format."),
      );
    }
  });

  it("refuses a chain at the first certificate that did not sign the one before", async () => {
    const cloud = newCloud();
    const [middle, root, leaf] = ["middle", "root", "leaf"].map((name) => pem(`${name}.cert.pem`));
    for (const [CertificateChain, index] of [
      [`${root}${middle}`, -1],
      [`${leaf}${middle}`, -1],
      [pem("namesake.cert.pem"), -1],
      ["chain", -1],
      [`Bag Attributes\n${middle}`, -1],
      [`${middle}${middle}`, 1],
      [`${middle}${root}${middle}`, 2],
      [`${middle}${root}${site.PrivateKey}`, 2],
    ] as const) {
      assert.deepEqual(await refusal(cloud, { CertificateChain }), broken(index));
    }
    assert.deepEqual(
      await refusal(cloud, {
        CertificateBody: pem("by-leaf.cert.pem"),
        PrivateKey: pem("by-leaf.key.pem"),
        CertificateChain: `${leaf}${middle}`,
      }),
      broken(-1),
      "who is no authority signs nothing",
    );
  });

  it("attack: a chain that would cost a thousand signatures is refused by its length", async () => {
    const cloud = newCloud();
    const root = pem("root.cert.pem");
    const CertificateChain = pem("middle.cert.pem") + root.repeat(1000);
    assert.deepEqual(await refusal(cloud, { CertificateChain }), broken(-1));
    await upload(cloud, { CertificateChain: pem("middle.cert.pem") + root.repeat(9) });
  });

  it("refuses a name that is taken, in any case and on whatever path", async () => {
    const cloud = newCloud();
    await upload(cloud);
    assert.deepEqual(await refusal(cloud, { ServerCertificateName: "SITE", Path: "/x/" }), {
      code: "EntityAlreadyExists",
      message: "The Server Certificate with name SITE already exists.",
    });
  });

  it("refuses more than twenty in an account", async () => {
    const cloud = newCloud();
    await upload(cloud);
    const [made] = [...cloud.state().byId["server-certificate"].values()];
    assert.ok(made);
    cloud.put(home, ...Array.from({ length: 19 }, (_, at) => ({ ...made, id: `ASCA${at}`, name: `c${at}` })));
    assert.deepEqual(await refusal(cloud, { ServerCertificateName: "more" }), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for ServerCertificatesPerAccount: 20",
    });
  });

  it("tags what it makes, for who may tag", async () => {
    const cloud = newCloud();
    const Tags = [
      { Key: "team", Value: "blue" },
      { Key: "Team", Value: "red" },
    ];
    const bob = person(cloud, "Bob", allow("iam:UploadServerCertificate"));
    assert.deepEqual(await refusal(cloud, { Tags }, bob), {
      code: "AccessDenied",
      message:
        "User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: iam:TagServerCertificate on resource: arn:aws:iam::123456789012:server-certificate/Site because no identity-based policy allows the iam:TagServerCertificate action",
    });
    assert.deepEqual((await upload(cloud, { Tags })).Tags, Tags);
    assert.deepEqual(
      cloud.call(cloud.root(), "iam:GetServerCertificate", { ServerCertificateName: "Site" })
        .ServerCertificate.Tags,
      Tags,
    );
    assert.deepEqual(await refusal(cloud, { ServerCertificateName: "b", Tags: [Tags[0]!, Tags[0]!] }), {
      code: "InvalidInput",
      message: "Duplicate tag keys found.",
    });
  });
});

describe("a server certificate", () => {
  it("is renamed and moved, by who may do both", async () => {
    const cloud = newCloud();
    await upload(cloud, { Path: "/old/" });
    const old = "arn:aws:iam::123456789012:server-certificate/old/*";
    const bob = person(cloud, "Bob", document({ Action: "iam:UpdateServerCertificate", Resource: old }));
    const rename = { ServerCertificateName: "Site", NewServerCertificateName: "Shop" };
    cloud.call(bob, "iam:UpdateServerCertificate", rename);
    assert.match(
      cloud.refusal(bob, "iam:UpdateServerCertificate", { ServerCertificateName: "Shop", NewPath: "/new/" })
        .message,
      /on resource: arn:aws:iam::123456789012:server-certificate\/new\/Shop because/,
    );
    const root = cloud.root();
    cloud.call(root, "iam:UpdateServerCertificate", { ServerCertificateName: "Shop", NewPath: "/new/" });
    assert.deepEqual(
      cloud
        .call(root, "iam:ListServerCertificates", { PathPrefix: "/new/" })
        .ServerCertificateMetadataList.map(({ Arn }) => Arn),
      ["arn:aws:iam::123456789012:server-certificate/new/Shop"],
    );
    assert.deepEqual(cloud.call(root, "iam:ListServerCertificates", { PathPrefix: "/old/" }), {
      ServerCertificateMetadataList: [],
      IsTruncated: false,
    });
    await upload(cloud);
    assert.deepEqual(cloud.refusal(root, "iam:UpdateServerCertificate", rename), {
      code: "EntityAlreadyExists",
      message: "The Server Certificate with name Shop already exists.",
    });
  });

  it("that is not there is refused by name", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const nothing = { ServerCertificateName: "None" };
    assert.deepEqual(cloud.refusal(root, "iam:GetServerCertificate", nothing), absent("None"));
    assert.deepEqual(cloud.refusal(root, "iam:UpdateServerCertificate", nothing), absent("None"));
    assert.deepEqual(cloud.refusal(root, "iam:DeleteServerCertificate", nothing), absent("None"));
    assert.deepEqual(cloud.refusal(root, "iam:ListServerCertificateTags", nothing), absent("None"));
    const tag = { ...nothing, Tags: [{ Key: "a", Value: "" }] };
    assert.deepEqual(cloud.refusal(root, "iam:TagServerCertificate", tag), absent("None"));
    const untag = { ...nothing, TagKeys: ["a"] };
    assert.deepEqual(cloud.refusal(root, "iam:UntagServerCertificate", untag), absent("None"));
  });

  it("is tagged, and its tags decide", async () => {
    const cloud = newCloud();
    const root = cloud.root();
    await upload(cloud);
    const named = { ServerCertificateName: "Site" };
    const bob = person(
      cloud,
      "Bob",
      document({
        Action: "iam:GetServerCertificate",
        Condition: { StringEquals: { "aws:ResourceTag/team": "blue" } },
      }),
    );
    assert.equal(cloud.refusal(bob, "iam:GetServerCertificate", named).code, "AccessDenied");
    cloud.call(root, "iam:TagServerCertificate", { ...named, Tags: [{ Key: "team", Value: "blue" }] });
    cloud.call(bob, "iam:GetServerCertificate", named);
    cloud.call(root, "iam:UntagServerCertificate", { ...named, TagKeys: ["team"] });
    assert.deepEqual(cloud.call(root, "iam:ListServerCertificateTags", named).Tags, []);
  });

  it("deleted, leaves its name to another", async () => {
    const cloud = newCloud();
    const first = await upload(cloud);
    cloud.call(cloud.root(), "iam:DeleteServerCertificate", { ServerCertificateName: "site" });
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:GetServerCertificate", { ServerCertificateName: "Site" }),
      absent("Site"),
    );
    const second = await upload(cloud);
    assert.notEqual(
      second.ServerCertificateMetadata?.ServerCertificateId,
      first.ServerCertificateMetadata?.ServerCertificateId,
    );
  });
});
