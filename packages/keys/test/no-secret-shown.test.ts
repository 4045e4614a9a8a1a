import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import {
  createKeys,
  createMasterKeyFile,
  HmacKey,
  issueSession,
  masterKeyOfText,
  openedSessions,
  openField,
  openKeyRing,
  openSession,
  revealBytes,
  revealText,
  sealField,
  secretOfText,
  signingKeys,
} from "@portcullis/keys";
import { roleSession } from "./fixtures.ts";

/** Every spelling in which a secret could stand in a text. */
function spellings(secret: Uint8Array): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  return [
    bytes.toString("latin1"),
    hex,
    hex.replaceAll(/..(?=.)/g, "$& "),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.join(","),
    bytes.join(", "),
  ];
}

describe("attack: secrets in logs, errors and dumps", () => {
  it("nothing that this package gives shows a key or a secret", async () => {
    const folder = await mkdtemp(join(tmpdir(), "portcullis-keys-"));
    const path = join(folder, "master.key");
    const made = await createMasterKeyFile(path);
    assert.ok(made.ok);
    const masterBytes = Buffer.from((await readFile(path, "utf8")).trim(), "hex");
    await rm(folder, { recursive: true });

    const keys = await createKeys(made.masterKey, "d1", 0);
    const opened = await openKeyRing({ deploymentId: "d1", ...keys, masterKey: made.masterKey });
    assert.ok(opened.ok);
    const { ring } = opened;
    const canary = secretOfText("wJalrXUtnFEMIK7MDENGbPxRfiCYCANARYKEYxxx");
    const at = { realm: "account/1", kind: "access-key", id: "AKIA1", field: "secret" };
    const text = sealField(ring, at, canary);
    const result = issueSession(ring, roleSession);
    assert.ok(result.ok);
    const token = revealText(result.credentials.sessionToken);
    const session = openSession(ring, token, roleSession.accessKeyId);
    assert.ok(session);
    const sessions = openedSessions(ring, 2);
    sessions.remember(token, session);
    const dataKeys = [...ring.opening.values()].map(({ key }) => key);
    const signing = signingKeys(2);
    const scope = { date: "d", region: "r", service: "s" };
    const signingKey = signing.of(session, scope, () => HmacKey.of(revealBytes(session.secretAccessKey)))!;
    signingKey.proved();

    const secrets = [
      masterBytes,
      ...dataKeys.map((key) => key.export()),
      revealBytes(canary),
      revealBytes(session.secretAccessKey),
      revealBytes(result.credentials.sessionToken),
    ].flatMap(spellings);
    const things = {
      made,
      keys,
      opened,
      text,
      result,
      session,
      sessions,
      signing,
      signingKey,
      field: openField(ring, at, text),
      parsed: masterKeyOfText(Buffer.from(masterBytes.toString("hex"))),
      errors: await refusals(made.masterKey),
    };
    const shown = [
      inspect(things, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null }),
      inspect(things, { depth: Infinity, showHidden: true, customInspect: false, maxArrayLength: null }),
      JSON.stringify(things),
      String(new Error("failed", { cause: things }).stack),
    ];
    for (const view of shown) {
      for (const secret of secrets) assert.ok(!view.includes(secret), "a secret is shown");
    }
    assert.ok(shown[2]!.includes("[secret]"));
  });
});

/** What is thrown and given for wrong input. */
async function refusals(masterKey: import("@portcullis/keys").MasterKey): Promise<readonly unknown[]> {
  const given: unknown[] = [await masterKey.unwrap(new Uint8Array(3)).catch((error: unknown) => error)];
  given.push(masterKeyOfText(Buffer.from("f00d".repeat(15))));
  return given;
}
