/** Attack: sealed values that are moved. What stands in the database opens where it was put, and nowhere else. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { sealedFields } from "@portcullis/directory";
import {
  type MasterKeys,
  memoryMasterKey,
  openField,
  openMarker,
  openSession,
  revealText,
  sealField,
  secretOfText,
  severalMasterKeys,
} from "@portcullis/keys";
import { openMemory, type Storage } from "@portcullis/storage";
import { pem } from "../packages/services/test/certificates.ts";
import { metadataOf } from "../packages/services/test/saml-metadata.ts";
import { type Calls, callsOf, credentialsIn, done, newUser, textOf } from "./support/calls.ts";
import { inMemory, inPostgres, type Opened, onDisk } from "./support/drivers.ts";
import { type KeptSecret, keptSecrets } from "./support/kept-keys.ts";
import { keepAccounts, type Node, startNode } from "./support/runtime-nodes.ts";
import { type Credentials, startEphemeral } from "./support/server.ts";

const numbers = ["111111111111", "222222222222"] as const;
const realms = ["installation", ...numbers.map((number) => `account/${number}`)];
const newPem = (): string => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
};
const passwords = { Ann: ["Tulip-1953", "Crocus-1954"], Bob: ["Violet-1955"] } as const;
const isOutboundKey = ({ kind }: KeptSecret): boolean => kind === "outbound-key";
const isPassword = ({ kind }: KeptSecret): boolean => kind === "login-profile";

async function givePasswords(root: Calls): Promise<void> {
  await done(
    root.iam("UpdateAccountPasswordPolicy", {
      PasswordReusePrevention: "2",
      AllowUsersToChangePassword: "true",
    }),
  );
  for (const [UserName, [first, ...others]] of Object.entries(passwords)) {
    await done(root.iam("CreateLoginProfile", { UserName, Password: first }));
    for (const Password of others) await done(root.iam("UpdateLoginProfile", { UserName, Password }));
  }
}

const who = (calls: Calls) => calls.sts("GetCallerIdentity");

/** In memory is the same database as on disk. */
const drivers =
  process.env.PORTCULLIS_SOAK === undefined ? [onDisk, inPostgres] : [inMemory, onDisk, inPostgres];

for (const { name, open } of drivers) {
  describe(`sealed values in ${name}`, () => {
    let database: Opened;
    let storage: Storage;
    let masterKeys: MasterKeys;
    let node: Node;
    /** By access key id. */
    const holders = new Map<string, Calls>();
    /** Other secrets, by the id of what they belong to. */
    const others = new Map<string, string>();

    before(async () => {
      database = await open();
      storage = database.storage;
      const kept = await keepAccounts(storage, numbers);
      masterKeys = kept.masterKeys;
      node = await startNode(storage, masterKeys);
      for (const credentials of kept.roots) {
        const root = callsOf(node, credentials);
        const site = {
          ServerCertificateName: "Site",
          CertificateBody: pem("leaf.cert.pem"),
          PrivateKey: pem("leaf.sec1.pem"),
        };
        const uploaded = await done(root.iam("UploadServerCertificate", site));
        others.set(textOf(uploaded, "ServerCertificateId"), site.PrivateKey);
        const AddPrivateKey = newPem();
        const saml = { Name: "Corp", SAMLMetadataDocument: metadataOf(), AddPrivateKey };
        const SAMLProviderArn = textOf(await done(root.iam("CreateSAMLProvider", saml)), "SAMLProviderArn");
        others.set(
          textOf(await done(root.iam("GetSAMLProvider", { SAMLProviderArn })), "KeyId"),
          AddPrivateKey,
        );
        const phone = { VirtualMFADeviceName: "Phone" };
        const seed = textOf(await done(root.iam("CreateVirtualMFADevice", phone)), "Base32StringSeed");
        const made = (await keptSecrets(storage, realms)).find(
          ({ kind, id }) => kind === "mfa-device" && !others.has(id),
        );
        others.set(made?.id ?? "", Buffer.from(seed, "base64").toString("latin1"));
        await done(root.iam("EnableOutboundWebIdentityFederation"));
        for (const holder of [root, await newUser(node, root, "Ann"), await newUser(node, root, "Bob")]) {
          holders.set(holder.credentials.accessKeyId, holder);
        }
      }
      const [operator] = kept.roots;
      await givePasswords(callsOf(node, operator!));
    });
    after(async () => {
      await node.stop();
      await database.remove();
    });

    const holderOf = ({ id }: KeptSecret): Calls => {
      const holder = holders.get(id);
      assert.ok(holder !== undefined, `nobody holds ${id}`);
      return holder;
    };
    /** What signs calls. */
    const keptKeys = async () =>
      (await keptSecrets(storage, realms)).filter(({ kind }) => kind === "access-key");
    const opened = (place: KeptSecret, text: string, ring = node.runtime.ring) => {
      const secret = openField(ring, place, text);
      return secret === undefined ? undefined : revealText(secret);
    };

    /** Writes a text into a sealed field as somebody does who can write the database. */
    async function put({ realm, kind, id, field }: KeptSecret, text: unknown): Promise<void> {
      const image = await storage.loadRealm(realm);
      const row = image?.entities.find((each) => each.kind === kind && each.id === id);
      assert.ok(image !== undefined && row !== undefined);
      const body = JSON.stringify({ ...JSON.parse(row.body), [field]: text });
      const revision = image.revision + 1;
      const changeId = `moved-${revision}`;
      const write = {
        realm,
        expected: image.revision,
        revision,
        changeId,
        puts: [{ ...row, body }],
        deletes: [],
      };
      await storage.commit({ writes: [write], relied: [], events: [], once: [] });
      const committer = await node.runtime.realms.committer(realm);
      await committer?.refresh();
    }

    test("are ciphertext, each field of the table, under a data key of rest that is kept", async () => {
      const secrets = await keptSecrets(storage, realms);
      const fields = new Set(secrets.map(({ kind, field }) => `${kind} ${field}`));
      const wanted = [...sealedFields].flatMap(([kind, names]) => names.map((field) => `${kind} ${field}`));
      assert.deepEqual([...fields].sort(), wanted.sort(), "this test makes one of every sealed field");
      const atRest = (await storage.keys()).filter(({ purpose }) => purpose === "at-rest");
      assert.equal(new Set(secrets.map(({ text }) => text)).size, secrets.length);
      for (const secret of secrets) {
        const clear = opened(secret, secret.text) ?? "";
        if (isPassword(secret)) assert.match(clear, /^\$argon2id\$/);
        else if (isOutboundKey(secret)) assert.match(clear, /^-----BEGIN PRIVATE KEY-----\n/);
        else assert.equal(clear, others.get(secret.id) ?? holderOf(secret).credentials.secretAccessKey);
        assert.ok(atRest.some(({ number }) => number === secret.number));
        const bytes = Buffer.from(secret.text, "base64");
        assert.equal(bytes.toString("base64"), secret.text);
        assert.ok(!bytes.includes(clear) && !secret.text.includes(clear));
      }
    });

    test("do not open in another row, field, kind, realm or deployment, or under another purpose", async () => {
      const secrets = await keptSecrets(storage, realms);
      const elsewhere = await openMemory();
      const { masterKeys: same } = await keepAccounts(elsewhere, numbers, masterKeys);
      await using foreign = await startNode(elsewhere, same);
      for (const secret of secrets) {
        for (const other of secrets) {
          if (other === secret) continue;
          assert.equal(opened(other, secret.text), undefined, `${secret.id} in the place of ${other.id}`);
        }
        for (const moved of [
          { ...secret, field: "status" },
          { ...secret, kind: "user" },
          { ...secret, realm: isOutboundKey(secret) ? "keys" : "installation" },
          { ...secret, realm: `${secret.realm}0` },
        ]) {
          assert.equal(opened(moved, secret.text), undefined);
        }
        assert.equal(opened(secret, secret.text, foreign.runtime.ring), undefined);
        const theirs = sealField(foreign.runtime.ring, secret, secretOfText("their secret"));
        assert.equal(opened(secret, theirs), undefined);
        const token = Buffer.from(secret.text, "base64").toString("base64url");
        const session = secret.id.replace(/^AKIA/, "ASIA");
        assert.equal(openSession(node.runtime.ring, token, session), undefined);
        const place = {
          account: secret.realm.slice("account/".length),
          principal: secret.id,
          operation: secret.kind,
          filter: secret.field,
        };
        assert.equal(openMarker(node.runtime.ring, place, token, Date.now()), undefined);
      }
      await elsewhere.close();
    });

    test("that are moved under a running server let nobody in, and lock out nobody else", async () => {
      const secrets = await keptKeys();
      for (const target of secrets) {
        for (const source of secrets) {
          if (source === target) continue;
          await put(target, source.text);
          const taken = { ...holderOf(source).credentials, accessKeyId: target.id };
          for (const calls of [holderOf(target), callsOf(node, taken)]) {
            const answer = await who(calls);
            assert.equal(answer.status, 403);
            assert.equal(answer.code, "InvalidClientTokenId");
          }
          await done(who(holderOf(source)));
        }
        await put(target, target.text);
        await done(who(holderOf(target)));
      }
      assert.equal(node.written(), "");
    });

    test("of another's password, or of an earlier one, prove nobody's password", async () => {
      const secrets = await keptSecrets(storage, realms);
      const [ann, bob] = ["Crocus-1954", "Violet-1955"];
      const present = secrets.filter(({ field }) => field === "password");
      const earlier = secrets.find(({ field }) => field === "previousPasswords");
      const target = present.find(({ id }) => id === earlier?.id);
      const theirs = present.find((each) => each !== target);
      assert.ok(earlier !== undefined && target !== undefined && theirs !== undefined);
      const [caller] = [...holders.values()].slice(1);
      const change = (OldPassword: string) =>
        caller!.iam("ChangePassword", { OldPassword, NewPassword: "Orchid-1956" });
      for (const [source, password] of [
        [theirs, bob],
        [earlier, "Tulip-1953"],
      ] as const) {
        await put(target, source.text);
        assert.equal((await change(password ?? "")).status, 500);
      }
      await put(target, target.text);
      assert.equal((await change(bob ?? "")).code, "AccessDenied");
      await done(change(ann ?? ""));
    });

    test("that come from sessions, from other deployments or from nowhere are refused, and nothing crashes", async () => {
      const [target, ...rest] = await keptKeys();
      assert.ok(target !== undefined);
      const holder = holderOf(target);
      const session = credentialsIn(await done(holder.sts("GetSessionToken")));
      const token = Buffer.from(session.sessionToken ?? "", "base64url").toString("base64");
      const foreign = await openMemory();
      const kept = await keepAccounts(foreign, numbers, masterKeys);
      await using other = await startNode(foreign, kept.masterKeys);
      const theirs = sealField(other.runtime.ring, target, secretOfText(holder.credentials.secretAccessKey));
      const bytes = Buffer.from(target.text, "base64");
      const flipped = (at: number) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1;
        return changed.toString("base64");
      };
      const texts: readonly string[] = [
        token,
        theirs,
        "",
        "x",
        holder.credentials.secretAccessKey,
        target.text.slice(4),
        `${target.text}AAAA`,
        ...[0, 1, 4, 5, 21, bytes.length - 1].map(flipped),
        "A".repeat(1 << 20),
      ];
      for (const text of texts) {
        await put(target, text);
        assert.equal((await who(holder)).code, "InvalidClientTokenId", text.slice(0, 20));
      }
      for (const value of [null, 7, { text: target.text }]) {
        await put(target, value);
        assert.ok((await who(holder)).status >= 400);
      }
      await put(target, target.text);
      await done(who(holder));
      for (const each of rest) await done(who(holderOf(each)));
      await foreign.close();
    });

    test("stay closed where the rows of two data keys change places, and the server says so", async () => {
      const { keyCheck } = (await storage.deployment())!;
      const rows = await storage.keys();
      const [one, two] = [rows[0]!, rows[1]!];
      const swaps = [
        rows.map((row) => ({
          ...row,
          wrapped: row === one ? two.wrapped : row === two ? one.wrapped : row.wrapped,
        })),
        rows.map((row) => ({
          ...row,
          purpose: row === one ? two.purpose : row === two ? one.purpose : row.purpose,
        })),
      ];
      const commit = { writes: [], relied: [], events: [], once: [] };
      for (const swapped of swaps) {
        await storage.replaceKeys({ rows, keyCheck }, { rows: swapped, keyCheck }, commit);
        await node.runtime.keys.refresh();
        const readiness = node.ready();
        assert.ok(!readiness.ready && /does not open/.test(readiness.reasons.join()));
        for (const holder of holders.values()) await done(who(holder));
        await assert.rejects(startNode(storage, masterKeys), /does not open: it was changed or moved/);
        await storage.replaceKeys({ rows: swapped, keyCheck }, { rows, keyCheck }, commit);
        await node.runtime.keys.refresh();
        assert.ok(node.ready().ready);
      }
    });
  });
}

describe("attack: session tokens and markers of another deployment", () => {
  test("with the same account, root secret and master key are refused", async () => {
    const masterKeys = severalMasterKeys(memoryMasterKey());
    const storages = [await openMemory(), await openMemory()] as const;
    const nodes: Node[] = [];
    const roots: Credentials[] = [];
    for (const storage of storages) {
      const kept = await keepAccounts(storage, numbers, masterKeys);
      roots.push(kept.roots[0]!);
      nodes.push(await startNode(storage, masterKeys));
    }
    const [one, two] = nodes as [Node, Node];
    const calls = callsOf(one, roots[0]!);
    const session = credentialsIn(await done(calls.sts("GetSessionToken")));
    await done(who(callsOf(one, session)));
    assert.equal((await who(callsOf(two, session))).code, "InvalidClientTokenId");
    const own = callsOf(two, roots[1]!);
    for (const root of [calls, own]) {
      for (const UserName of ["Ann", "Bob"]) await done(root.iam("CreateUser", { UserName }));
    }
    const Marker = textOf(await done(calls.iam("ListUsers", { MaxItems: "1" })), "Marker");
    await done(calls.iam("ListUsers", { MaxItems: "1", Marker }));
    assert.equal((await own.iam("ListUsers", { MaxItems: "1", Marker })).code, "ValidationError");
    for (const node of nodes) await node.stop();
    for (const storage of storages) await storage.close();
  });

  test("that was given the same root key pair are refused, and sign nothing", async () => {
    const env = {
      PORTCULLIS_ROOT_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx",
    };
    await using one = await startEphemeral({ env: { ...env, PORTCULLIS_ROOT_ACCESS_KEY_ID: "root" } });
    await using two = await startEphemeral({ env: { ...env, PORTCULLIS_ROOT_ACCESS_KEY_ID: "root" } });
    const session = credentialsIn(await done(callsOf(one, one.root).sts("GetSessionToken")));
    await done(who(callsOf(one, session)));
    await done(who(callsOf(two, two.root)));
    assert.equal((await who(callsOf(two, session))).code, "InvalidClientTokenId");
    const guessed = { ...session, secretAccessKey: env.PORTCULLIS_ROOT_SECRET_ACCESS_KEY };
    assert.equal((await who(callsOf(one, guessed))).code, "SignatureDoesNotMatch");
  });
});
