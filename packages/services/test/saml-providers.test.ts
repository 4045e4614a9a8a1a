import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, it } from "node:test";
import { openField, revealText } from "@portcullis/keys";
import type { InputOf, OperationId } from "@portcullis/services";
import { type Cloud, home, newCloud, other, Refused, start } from "./harness.ts";
import { hostileKey } from "./hostile-keys.ts";
import { document, person } from "./people.ts";
import { metadataOf, samlProvider } from "./saml-metadata.ts";
import { ring } from "./secrets.ts";

const arnOf = (name: string, account = home): string => `arn:aws:iam::${account}:saml-provider/${name}`;
const SAMLProviderArn = arnOf("Corp");
const named = { SAMLProviderArn };
const SAMLMetadataDocument = metadataOf();
const century = Date.UTC(2126, 0, 15, 12);

const newKey = () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
};
/** Made once: they cost more than all that is tried with them. */
const keys = [newKey(), newKey(), newKey()] as const;

type New = InputOf<"iam:CreateSAMLProvider">;
type Update = Omit<InputOf<"iam:UpdateSAMLProvider">, "SAMLProviderArn">;

const create = (cloud: Cloud, more: Partial<New> = {}) =>
  cloud.prepared(cloud.root(), "iam:CreateSAMLProvider", { Name: "Corp", SAMLMetadataDocument, ...more }, {});
const update = (cloud: Cloud, change: Update) =>
  cloud.prepared(cloud.root(), "iam:UpdateSAMLProvider", { ...named, ...change }, {});
const read = (cloud: Cloud) => cloud.call(cloud.root(), "iam:GetSAMLProvider", named);

async function withProvider(more: Partial<New> = {}): Promise<Cloud> {
  const cloud = newCloud();
  await create(cloud, more);
  return cloud;
}

/** What a call is refused with that changed nothing. */
async function refusal(cloud: Cloud, call: Promise<unknown>) {
  const before = cloud.state();
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    assert.equal(cloud.state(), before, "it was refused and changed something");
    return { code: error.code, message: error.message };
  }
  throw new Error("it was not refused");
}

const invalid = (message: string) => ({ code: "InvalidInput", message });

describe("a SAML provider", () => {
  it("is created with everything, and read with its metadata byte for byte", async () => {
    const cloud = newCloud();
    const Tags = [
      { Key: "b", Value: "2" },
      { Key: "a", Value: "1" },
    ];
    const odd = metadataOf({ before: "<x>\r\n\té 𝔘 &amp; <![CDATA[ <y> ]]>\u2028</x>" });
    const made = await create(cloud, {
      SAMLMetadataDocument: odd,
      Tags,
      AssertionEncryptionMode: "Required",
      AddPrivateKey: keys[0],
    });
    assert.deepEqual(made, { SAMLProviderArn, Tags });
    const { SAMLProviderUUID = "", PrivateKeyList = [], ...rest } = read(cloud);
    assert.match(SAMLProviderUUID, /^SAMLSP[A-Z2-7]{17}$/);
    assert.match(PrivateKeyList[0]?.KeyId ?? "", /^SAMLPK[A-Z2-7]{17}$/);
    assert.deepEqual(PrivateKeyList, [{ KeyId: PrivateKeyList[0]?.KeyId, Timestamp: start }]);
    assert.deepEqual(rest, {
      SAMLMetadataDocument: odd,
      CreateDate: start,
      ValidUntil: century,
      Tags: Tags.toReversed(),
      AssertionEncryptionMode: "Required",
    });
  });

  it("needs no more than a name and metadata", async () => {
    const cloud = newCloud();
    assert.deepEqual(await create(cloud), named);
    const { Tags, AssertionEncryptionMode, PrivateKeyList } = read(cloud);
    assert.deepEqual(
      { Tags, AssertionEncryptionMode, PrivateKeyList },
      { Tags: [], AssertionEncryptionMode: "Allowed", PrivateKeyList: [] },
    );
  });

  it("is valid as long as its metadata says, or for a hundred years from the day of the metadata", async () => {
    const until = (entity: string, role = "") => ({
      SAMLMetadataDocument: metadataOf({
        entity: `entityID="i" ${entity}`,
        role: `protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" ${role}`,
      }),
    });
    const cloud = await withProvider(until('validUntil="2030-01-02T03:04:05Z"'));
    assert.equal(read(cloud).ValidUntil, Date.UTC(2030, 0, 2, 3, 4, 5));
    for (const [said, instant] of [
      ["2030-01-02T03:04:05.999999Z", Date.UTC(2030, 0, 2, 3, 4, 5, 999)],
      ["2030-01-02T03:04:05+01:00", Date.UTC(2030, 0, 2, 2, 4, 5)],
      [" 2030-01-02T03:04:05 ", Date.UTC(2030, 0, 2, 3, 4, 5)],
      ["1999-12-31T23:59:59Z", Date.UTC(1999, 11, 31, 23, 59, 59)],
    ] as const) {
      await update(cloud, until(`validUntil="${said}"`));
      assert.equal(read(cloud).ValidUntil, instant, said);
    }
    await update(cloud, until('validUntil="2031-01-01T00:00:00Z"', 'validUntil="2030-01-01T00:00:00Z"'));
    assert.equal(read(cloud).ValidUntil, Date.UTC(2030, 0, 1), "whichever ends first");
    cloud.now = Date.UTC(2028, 1, 29);
    await update(cloud, { SAMLMetadataDocument });
    assert.equal(read(cloud).ValidUntil, Date.UTC(2128, 1, 29));
    assert.equal(read(cloud).CreateDate, start);
    for (const said of [
      "tomorrow",
      "2030-13-01T00:00:00Z",
      "2030-01-01",
      "",
      `2030-01-01T00:00:00.${"0".repeat(20)}Z`,
    ]) {
      assert.deepEqual(
        await refusal(cloud, update(cloud, until(`validUntil="${said}"`))),
        invalid("Could not parse metadata"),
        said,
      );
    }
  });

  it("has a name that is unique without case, in its account", async () => {
    const cloud = await withProvider();
    for (const Name of ["Corp", "CORP"]) {
      assert.deepEqual(await refusal(cloud, create(cloud, { Name })), {
        code: "EntityAlreadyExists",
        message: `Provider with name ${Name} already exists.`,
      });
    }
    for (const Name of ["a b", "a/b", "", "n".repeat(129)]) {
      assert.equal((await refusal(cloud, create(cloud, { Name }))).code, "ValidationError", Name);
    }
    await cloud.prepared(
      cloud.root(other),
      "iam:CreateSAMLProvider",
      { Name: "Corp", SAMLMetadataDocument },
      {},
    );
  });

  it("is one of a hundred in an account, listed by name, and counts in the summary", async () => {
    const cloud = newCloud();
    for (let at = 0; at < 99; at++) {
      cloud.put(home, { ...samlProvider, id: `SAMLSP${at}`, name: `p${at}`, validUntil: at });
    }
    await create(cloud, { Name: "A" });
    assert.deepEqual(await refusal(cloud, create(cloud)), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for SAMLProvidersPerAccount: 100",
    });
    const { SAMLProviderList = [] } = cloud.call(cloud.root(), "iam:ListSAMLProviders");
    assert.equal(SAMLProviderList.length, 100);
    assert.deepEqual(SAMLProviderList.slice(0, 3), [
      { Arn: arnOf("A"), ValidUntil: century, CreateDate: start },
      { Arn: arnOf("p0"), ValidUntil: 0, CreateDate: 0 },
      { Arn: arnOf("p1"), ValidUntil: 1, CreateDate: 0 },
    ]);
    cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url: "https://idp.example.com" });
    assert.equal(cloud.call(cloud.root(), "iam:GetAccountSummary").SummaryMap?.Providers, 101);
  });

  it("is deleted with its private keys, and cannot be found then", async () => {
    const cloud = await withProvider({ AddPrivateKey: keys[0] });
    await update(cloud, { AddPrivateKey: keys[1] });
    assert.equal(cloud.state().byId["saml-key"].size, 2);
    cloud.call(cloud.root(), "iam:DeleteSAMLProvider", named);
    assert.equal(cloud.state().byId["saml-key"].size, 0);
    const missing = { code: "NoSuchEntity", message: `Manifest not found for arn ${SAMLProviderArn}` };
    const refused: Partial<Record<OperationId, object>> = {
      "iam:GetSAMLProvider": named,
      "iam:UpdateSAMLProvider": { ...named, SAMLMetadataDocument },
      "iam:DeleteSAMLProvider": named,
      "iam:TagSAMLProvider": { ...named, Tags: [] },
      "iam:UntagSAMLProvider": { ...named, TagKeys: [] },
      "iam:ListSAMLProviderTags": named,
    };
    for (const [id, input] of Object.entries(refused)) {
      assert.deepEqual(cloud.refusal(cloud.root(), id as OperationId, input as never), missing, id);
    }
  });
});

describe("the ARN of a SAML provider", () => {
  it("must be one, and names the provider only where it is spelled as the provider is", async () => {
    const cloud = await withProvider();
    const refused = (arn: string) =>
      cloud.refusal(cloud.root(), "iam:GetSAMLProvider", { SAMLProviderArn: arn });
    assert.deepEqual(refused("saml-provider/Corp-of-the-world"), {
      code: "ValidationError",
      message: "Invalid ARN:  Could not be parsed!",
    });
    for (const arn of [arnOf(""), "arn:aws:iam::123456789012:oidc-provider/Corp"]) {
      assert.deepEqual(refused(arn), { code: "ValidationError", message: "Invalid resource type in ARN" });
    }
    for (const name of ["corp", "Corp/", "x/Corp"]) assert.equal(refused(arnOf(name)).code, "NoSuchEntity");
    assert.equal(refused(arnOf("Corp", other)).code, "AccessDenied");
  });

  it("attack: another spelling of it walks around a deny", async () => {
    const cloud = await withProvider();
    const bob = person(
      cloud,
      "Bob",
      document({ Action: "iam:*" }, { Effect: "Deny", Action: "iam:*", Resource: SAMLProviderArn }),
    );
    assert.equal(cloud.refusal(bob, "iam:DeleteSAMLProvider", named).code, "AccessDenied");
    const spelled = { SAMLProviderArn: arnOf("CORP") };
    assert.equal(cloud.refusal(bob, "iam:DeleteSAMLProvider", spelled).code, "NoSuchEntity");
  });
});

describe("the private keys of a SAML provider", () => {
  const ids = (cloud: Cloud) => (read(cloud).PrivateKeyList ?? []).map(({ KeyId = "" }) => KeyId);

  it("are two at most, oldest first, and are never given back", async () => {
    const cloud = await withProvider({ AddPrivateKey: keys[0] });
    cloud.now += 1000;
    await update(cloud, { AddPrivateKey: keys[1] });
    assert.deepEqual(
      read(cloud).PrivateKeyList?.map(({ Timestamp }) => Timestamp),
      [start, start + 1000],
    );
    assert.deepEqual(await refusal(cloud, update(cloud, { AddPrivateKey: keys[2] })), {
      code: "LimitExceeded",
      message: "Private key limit of 2 is reached.",
    });
    const [first] = ids(cloud);
    await update(cloud, { RemovePrivateKey: first ?? "" });
    await update(cloud, { AddPrivateKey: keys[2] });
    assert.equal(ids(cloud).length, 2);
    assert.ok(!ids(cloud).includes(first ?? ""));
    const shown = JSON.stringify([read(cloud), cloud.call(cloud.root(), "iam:ListSAMLProviders")]);
    assert.doesNotMatch(shown, /PRIVATE/);
  });

  it("are sealed as PKCS #8, without what stood beside them", async () => {
    const cloud = await withProvider({ AddPrivateKey: `a remark\n${keys[0]}another` });
    const [key] = [...cloud.state().byId["saml-key"].values()];
    assert.ok(key !== undefined);
    assert.doesNotMatch(JSON.stringify(key), /PRIVATE|remark/);
    const place = { realm: `account/${home}`, kind: "saml-key", id: key.id, field: "secret" };
    const opened = openField(ring, place, key.secret);
    assert.match(
      opened ? revealText(opened) : "",
      /^-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\n$/,
    );
  });

  it("must be RSA keys in PEM that nothing encrypts", async () => {
    const cloud = await withProvider();
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const short = generateKeyPairSync("rsa", { modulusLength: 512 }).privateKey;
    const locked = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;
    for (const AddPrivateKey of [
      // Attack: their public halves would take minutes.
      hostileKey("dsa"),
      hostileKey("dh"),
      "nope",
      keys[0].slice(0, 200),
      ec.export({ type: "pkcs8", format: "pem" }).toString(),
      ec.export(locked).toString(),
      short.export({ type: "pkcs8", format: "pem" }).toString(),
    ]) {
      const wrong = invalid("Invalid private key.");
      assert.deepEqual(await refusal(cloud, update(cloud, { AddPrivateKey })), wrong);
      assert.deepEqual(await refusal(cloud, create(cloud, { Name: "Other", AddPrivateKey })), wrong);
    }
    assert.equal(
      (await refusal(cloud, update(cloud, { AddPrivateKey: "k".repeat(16_385) }))).code,
      "ValidationError",
    );
  });

  it("must be there as long as assertions must be encrypted", async () => {
    const required = { AssertionEncryptionMode: "Required" } as const;
    const cloud = newCloud();
    assert.deepEqual(
      await refusal(cloud, create(cloud, required)),
      invalid("Unable to set assertion encryption mode to Required because no private key is provided."),
    );
    await create(cloud);
    assert.deepEqual(
      await refusal(cloud, update(cloud, required)),
      invalid("Failed to set assertion encryption mode to Required because no private key is present."),
    );
    await update(cloud, { ...required, AddPrivateKey: keys[0] });
    const [RemovePrivateKey = ""] = ids(cloud);
    assert.deepEqual(
      await refusal(cloud, update(cloud, { RemovePrivateKey })),
      invalid("Failed to remove private key."),
    );
    await update(cloud, { RemovePrivateKey, AssertionEncryptionMode: "Allowed" });
    assert.deepEqual(ids(cloud), []);
    assert.equal(read(cloud).AssertionEncryptionMode, "Allowed");
  });

  it("are removed by the id that they have at this provider", async () => {
    const cloud = await withProvider({ AddPrivateKey: keys[0] });
    await create(cloud, { Name: "Other", AddPrivateKey: keys[1] });
    const other = cloud.call(cloud.root(), "iam:GetSAMLProvider", { SAMLProviderArn: arnOf("Other") });
    for (const RemovePrivateKey of ["A".repeat(23), other.PrivateKeyList?.[0]?.KeyId ?? ""]) {
      assert.deepEqual(
        await refusal(cloud, update(cloud, { RemovePrivateKey })),
        invalid("Failed to remove private key because the Key ID does not match a private key."),
      );
    }
  });
});

describe("an update of a SAML provider", () => {
  it("keeps what it leaves out, its tags and its UUID too", async () => {
    const cloud = await withProvider({ AddPrivateKey: keys[0], Tags: [{ Key: "a", Value: "1" }] });
    const before = read(cloud);
    assert.deepEqual(await update(cloud, { AssertionEncryptionMode: "Required" }), named);
    assert.deepEqual(read(cloud), { ...before, AssertionEncryptionMode: "Required" });
    const renewed = metadataOf({ entity: 'entityID="other"' });
    await update(cloud, { SAMLMetadataDocument: renewed });
    assert.deepEqual(read(cloud), {
      ...before,
      AssertionEncryptionMode: "Required",
      SAMLMetadataDocument: renewed,
    });
  });

  it("must change something, and not add and remove a key at once", async () => {
    const cloud = await withProvider();
    for (const [change, message] of [
      [
        {},
        "Unable to update identity provider. No updates are defined for metadata or encryption assertion.",
      ],
      [
        { AddPrivateKey: keys[0], RemovePrivateKey: "A".repeat(23) },
        "Unable to add and remove private keys in the same request. Set a value for only one of the two parameters.",
      ],
    ] as const) {
      assert.deepEqual(await refusal(cloud, update(cloud, change)), { code: "ValidationError", message });
    }
  });
});
