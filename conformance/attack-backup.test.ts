/** Attacks on backups: what leaks by one, what somebody makes of one, and with which key it opens. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { restoreBackup } from "@portcullis/server";
import { openSqlite } from "@portcullis/storage";
import { sshKey } from "../packages/services/test/certificates.ts";
import { metadataOf } from "../packages/services/test/saml-metadata.ts";
import { holdTheSame, linesOfBackup, placeAt, writeLines } from "./support/backup.ts";
import { callsOf, credentialsIn, done, newUser, textOf } from "./support/calls.ts";
import { type Credentials, startDurable, startRefused } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-attack-backup-"));
const place = join(folder, "original");
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** Secrets that were handed out before the backup, in clear. */
const secrets: string[] = [];
let file: string;
let lines: readonly string[];
let root: Credentials;

before(async () => {
  await using server = await startDurable(place);
  root = server.root;
  const by = callsOf(server, root);
  const ann = await newUser(server, by, "ann");
  const apiKey = await done(
    by.iam("CreateServiceSpecificCredential", { UserName: "ann", ServiceName: "bedrock.amazonaws.com" }),
  );
  secrets.push(textOf(apiKey, "ServiceCredentialSecret"));
  await done(by.iam("UploadSSHPublicKey", { UserName: "ann", SSHPublicKeyBody: sshKey(1) }));
  const session = credentialsIn(await done(ann.sts("GetSessionToken")));
  await newUser(server, by, "eve");
  const metadata = metadataOf();
  await done(by.iam("CreateSAMLProvider", { Name: "Corp", SAMLMetadataDocument: metadata }));
  await done(
    by.iam("CreateOpenIDConnectProvider", {
      Url: "https://idp.example.com",
      "ClientIDList.member.1": "web",
    }),
  );

  for (const { secretAccessKey, sessionToken } of [root, ann.credentials, session])
    secrets.push(secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken]));
  file = JSON.parse((await done(by.own("CreateBackup"))).body).Backup.Path;
  lines = linesOfBackup(file);
});

let places = 0;

/** What a restore of a file into a new place says, and whether it left a database there. */
async function restoreOf(path: string, key: Buffer = readFileSync(join(place, "master.key"))) {
  places += 1;
  const dataDirectory = join(folder, `place-${places}`);
  mkdirSync(dataDirectory, { mode: 0o700 });
  writeFileSync(join(dataDirectory, "master.key"), key, { mode: 0o600 });
  const answer = await restoreBackup({
    file: path,
    mode: placeAt(dataDirectory),
    asNewDeployment: false,
  });
  const wrote = existsSync(join(dataDirectory, "portcullis.db"));
  return { problem: "problem" in answer ? answer.problem : undefined, wrote, dataDirectory };
}

async function isRefused(path: string, words: RegExp, key?: Buffer): Promise<void> {
  const { problem, wrote } = await restoreOf(path, key);
  assert.match(problem ?? "it was restored", words);
  assert.match(problem ?? "", /^[^\n]+\.$/);
  assert.equal(wrote, false, "nothing is written before all is verified");
}

const changedFile = join(folder, "changed");
const damaged = /^The backup is damaged, cut off or no backup: nothing was restored\.$/;
const forged = /^The backup was changed after it was written: its seal is not this deployment's\.$/;

describe("attack: secrets are read from a backup", () => {
  test("and none that was handed out is in it, nor the master key in any form", () => {
    const text = lines.join("\n");
    const hex = readFileSync(join(place, "master.key"), "utf8").trim();
    const key = Buffer.from(hex, "hex");
    const forms = [hex, hex.toUpperCase(), key.toString("base64"), key.toString("base64url")];
    for (const secret of [...secrets, ...forms]) {
      assert.ok(secret.length >= 40);
      assert.ok(!text.includes(secret));
    }
    // What is base64 in it may hold them too.
    for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{40,}={0,2}/g)) {
      const bytes = Buffer.from(run, "base64");
      assert.equal(bytes.indexOf(key), -1);
      for (const secret of secrets) assert.equal(bytes.indexOf(secret), -1);
    }
    assert.ok(text.includes('\\"secret\\":\\"'), "sealed secrets are in it: else this could not fail");
  });

  test("and it opens with the master key alone that it was made under", async () => {
    const other = Buffer.from(`${randomBytes(32).toString("hex")}\n`);
    await isRefused(
      file,
      /^The master key is not the one that this deployment's keys are wrapped with\.$/,
      other,
    );
    places += 1;
    const dataDirectory = join(folder, `place-${places}`);
    const without = { file, mode: placeAt(dataDirectory), asNewDeployment: false };
    const answer = await restoreBackup(without);
    assert.match("problem" in answer ? answer.problem : "", /^There is no master key file .+: put the key /);
    assert.equal(existsSync(dataDirectory), false);
  });
});

describe("attack: a backup is changed so that its restore grants more", () => {
  const at = (text: string) => lines.findIndex((line) => line.includes(text));
  const changed = (change: (all: string[]) => void): void => {
    const all = [...lines];
    change(all);
    writeLines(changedFile, all);
  };
  const attacks: Readonly<Record<string, (all: string[]) => void>> = {
    "a policy is attached to a user": (all) => {
      const user = at('\\"name\\":\\"eve\\"');
      const attached = '\\"attached\\":[\\"arn:aws:iam::aws:policy/AdministratorAccess\\"]';
      all[user] = (all[user] ?? "").replace('\\"attached\\":[]', attached);
    },
    "a key changes its owner": (all) => {
      const eve = JSON.parse(all[at('\\"name\\":\\"eve\\"')] ?? "")[3];
      const key = all.findIndex((line) => line.includes('"access-key"') && line.includes(eve));
      const [, realm] = JSON.parse(all[key] ?? "");
      all[key] = (all[key] ?? "").replace(eve, realm.slice("account/".length));
    },
    "a key is active again": (all) => {
      const key = at('"access-key"');
      all[key] = (all[key] ?? "").replace("Active", "Inactive");
    },
    "an event is made up": (all) => {
      const event = at('["event"');
      all[event] = (all[event] ?? "").replace("CreateUser", "DeleteUser");
    },
    "it is said to be of another time": (all) => {
      all[0] = (all[0] ?? "").replace(/"created":\d+/, '"created":1');
    },
    "its seal is made up": (all) => {
      const trailer = JSON.parse(all.at(-1) ?? "");
      const sealed = Buffer.from(trailer.end.seal, "base64");
      sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
      trailer.end.seal = sealed.toString("base64");
      all[all.length - 1] = JSON.stringify(trailer);
    },
  };
  for (const [what, change] of Object.entries(attacks)) {
    test(`${what}, with the sums made right`, async () => {
      changed((all) => {
        const untouched = all.join("\n");
        change(all);
        assert.notEqual(all.join("\n"), untouched);
      });
      await isRefused(changedFile, forged);
    });
  }

  test("a sealed secret is moved to another key, with the sums made right", async () => {
    changed((all) => {
      const keys = [...all.keys()].filter((line) => all[line]?.includes('"access-key"'));
      const [one = -1, two = -1] = keys;
      const secretOf = (line: number) => /\\"secret\\":\\"([^\\]+)/.exec(all[line] ?? "")?.[1] ?? "";
      all[one] = (all[one] ?? "").replace(secretOf(one), secretOf(two));
    });
    await isRefused(
      changedFile,
      /^The secret of the access-key AKIA\w+ does not open: it was changed or moved\.$/,
    );
  });

  test("a row is taken away, and its count too", async () => {
    changed((all) => {
      all.splice(at('["event"'), 1);
      const trailer = JSON.parse(all.at(-1) ?? "");
      trailer.end.rows.event -= 1;
      all[all.length - 1] = JSON.stringify(trailer);
    });
    await isRefused(changedFile, forged);
  });

  test("a newer release's backup, kind or key is not restored in part", async () => {
    changed((all) => (all[0] = (all[0] ?? "").replace('"format":1', '"format":2')));
    await isRefused(changedFile, /^The backup has format 2 and this version reads up to 1: restore it with/);
    changed((all) => {
      const user = at('"user"');
      all[user] = (all[user] ?? "").replace('"user"', '"robot"');
    });
    await isRefused(changedFile, /^The backup cannot be restored by this version: /);
    changed((all) => {
      const key = at('"spool"');
      all[key] = (all[key] ?? "").replace("spool", "drool");
    });
    await isRefused(changedFile, /^The backup holds keys for a purpose that this version does not know: /);
  });
});

describe("a backup that is not as it was written", () => {
  test("is refused wherever it is cut off", async () => {
    const bytes = readFileSync(file);
    for (const length of [0, 1, 20, bytes.length >> 1, bytes.length - 8, bytes.length - 1]) {
      writeFileSync(changedFile, bytes.subarray(0, length));
      await isRefused(changedFile, damaged);
    }
    for (const count of [1, 2, lines.length >> 1, lines.length - 1]) {
      writeFileSync(changedFile, gzipSync(`${lines.slice(0, count).join("\n")}\n`));
      await isRefused(changedFile, damaged);
    }
  });

  test("is refused with any byte changed behind the compressed file's own head", async () => {
    const bytes = readFileSync(file);
    const changedAt = (at: number, bit: number): Buffer => {
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ (1 << (bit % 8));
      // Now and then the same text was only said otherwise: a run of one character, by twice the distance.
      return holdTheSame(bytes, other) ? changedAt(at, bit + 1) : other;
    };
    for (let round = 0; round < 40; round += 1) {
      writeFileSync(changedFile, changedAt(10 + Math.floor(((bytes.length - 10) * round) / 40), round));
      await isRefused(changedFile, damaged);
    }
  });

  test("is refused with anything after its end", async () => {
    const bytes = readFileSync(file);
    const more = [Buffer.from("x"), Buffer.alloc(16), gzipSync("\n"), gzipSync(lines[1] ?? ""), bytes];
    for (const tail of more) {
      writeFileSync(changedFile, Buffer.concat([bytes, tail]));
      await isRefused(changedFile, damaged);
    }
  });

  test("is refused with lines doubled, in another order, or of another form", async () => {
    const text = gunzipSync(readFileSync(file)).toString();
    const realm = lines.find((line) => line.startsWith('["realm"')) ?? "";
    const event = lines.find((line) => line.startsWith('["event"')) ?? "";
    for (const change of [
      (all: string) => all.replace(realm, `${realm}\n${realm}`),
      (all: string) => all.replace(`${event}\n`, "").replace('["entity"', `${event}\n["entity"`),
      (all: string) => all.replace('["realm"', '["constructor"'),
      (all: string) => all.replace('"revisions":', '"revisions":1'),
      (all: string) => all.replace(/\["key",1/, '["key","1"'),
    ]) {
      assert.notEqual(change(text), text);
      writeFileSync(changedFile, gzipSync(change(text)));
      await isRefused(changedFile, damaged);
    }
  });

  test("is refused where it is another file, none, or a folder", async () => {
    writeFileSync(changedFile, "hello");
    await isRefused(changedFile, damaged);
    await isRefused(join(folder, "nothing"), /^The backup \S+nothing cannot be read \(ENOENT\)\.$/);
    await isRefused(folder, /^The backup \S+ is not a regular file\.$/);
  });
});

describe("a restore that does not end", () => {
  test("leaves nothing that a server would serve or take for a first start, and can be begun again", async () => {
    const { dataDirectory } = await restoreOf(file);
    for (const name of readdirSync(dataDirectory)) {
      if (name.startsWith("portcullis.db")) rmSync(join(dataDirectory, name));
    }
    const storage = await openSqlite({ path: join(dataDirectory, "portcullis.db") });
    const source = await openSqlite({ path: join(place, "portcullis.db") });
    await assert.rejects(
      storage.fill(
        (async function* () {
          for await (const part of source.dump()) {
            if (part.table === "entity") throw new Error("a power cut");
            yield part;
          }
        })(),
      ),
      /a power cut/,
    );
    await source.close();
    await storage.close();
    const { code, messages } = await startRefused(["--data-dir", dataDirectory]);
    assert.equal(code, 1);
    assert.deepEqual(messages, [
      "A restore into this database has not ended: let it go on, or run it again where it was cut off.",
    ]);
    assert.ok(!existsSync(join(dataDirectory, "root-credentials")));
    const again = { file, mode: placeAt(dataDirectory), asNewDeployment: false };
    assert.ok(!("problem" in (await restoreBackup(again))));
    await using server = await startDurable(dataDirectory, { root });
    await done(callsOf(server, root).iam("GetUser", { UserName: "ann" }));
  });
});

describe("attack: a revocation is rolled back by a restore", () => {
  test("which the list of what came back shows", async () => {
    await using server = await startDurable(place, { root });
    const by = callsOf(server, root);
    const { body } = await done(by.iam("ListAccessKeys", { UserName: "eve" }));
    const [, AccessKeyId = ""] = /<AccessKeyId>(\w+)</.exec(body) ?? [];
    await done(by.iam("DeleteAccessKey", { UserName: "eve", AccessKeyId }));
    places += 1;
    const dataDirectory = join(folder, `place-${places}`);
    const arn = (type: string, name: string) => `arn:aws:iam::${server.account}:${type}/${name}`;
    await done(by.iam("DeleteSAMLProvider", { SAMLProviderArn: arn("saml-provider", "Corp") }));
    const oidc = { OpenIDConnectProviderArn: arn("oidc-provider", "idp.example.com") };
    await done(by.iam("DeleteOpenIDConnectProvider", oidc));
    const mode = placeAt(dataDirectory, [join(place, "master.key")]);
    const report = await restoreBackup({ file, mode, asNewDeployment: false });
    assert.ok(!("problem" in report));
    const [account] = report.accounts;
    assert.equal(account?.operator, true);
    const key = account.accessKeys.find(({ id }) => id === AccessKeyId);
    assert.deepEqual([key?.owner, key?.status], ["eve", "Active"]);
    assert.deepEqual(
      account.otherCredentials.map(({ kind, owner, status }) => [kind, owner, status]),
      [
        ["service-credential", "ann", "Active"],
        ["ssh-public-key", "ann", "Active"],
      ],
    );
    assert.deepEqual(
      account.samlProviders.map(({ name, metadataSha256 }) => [name, metadataSha256]),
      [["Corp", createHash("sha256").update(metadataOf()).digest("hex")]],
    );
    assert.deepEqual(
      account.oidcProviders.map(({ url, clientIds }) => [url, clientIds]),
      [["idp.example.com", ["web"]]],
    );
  });
});
