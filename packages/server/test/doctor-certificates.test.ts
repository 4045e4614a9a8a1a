import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { examine } from "../src/doctor/examine.ts";
import { configOf } from "./listen-harness.ts";

const fixtures = join(import.meta.dirname, "fixtures");
let folder: string;
let cert: string;
let key: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-doctor-"));
  cert = join(folder, "cert.pem");
  key = join(folder, "key.pem");
});
after(() => rmSync(folder, { recursive: true }));

const pem = (name: string) => readFileSync(join(fixtures, `${name}.cert.pem`), "latin1");

function install(content: string, keyOf: string): void {
  writeFileSync(cert, content);
  copyFileSync(join(fixtures, `${keyOf}.key.pem`), key);
  chmodSync(key, 0o600);
}

/** Two years after the certificates were made. */
const later = Date.UTC(2028, 0, 1);

async function said(args: readonly string[] = [], now = later): Promise<string> {
  const config = configOf([
    "--tls-cert",
    cert,
    "--tls-key",
    key,
    "--data-dir",
    join(folder, "none"),
    ...args,
  ]);
  const found = (await examine(config, { now: () => now })).find(({ name }) => name === "certificates");
  return `${found?.level}: ${found?.sentence}`;
}

test("a certificate that fits its key, names the server and is in its time is well", async () => {
  install(pem("chain"), "chain");
  assert.equal(
    await said(["--server-names", "iam.example.com,a.wild.example.com,192.0.2.1"]),
    "ok: The certificate names iam.example.com, *.wild.example.com, 192.0.2.1, fits its key and is valid until 2126-07-26.",
  );
});

test("names by which clients reach the server, and that it lacks, are told", async () => {
  install(pem("chain"), "chain");
  for (const name of ["other.example.com", "a.b.wild.example.com", "192.0.2.2", "chain.portcullis.test"]) {
    const missing = `warn: The certificate does not name ${name}, by which clients reach this server.`;
    assert.equal(await said(["--server-names", `iam.example.com,${name}`]), missing);
  }
  const url = await said(["--public-url", "https://public.example.com/iam"]);
  assert.equal(
    url,
    "warn: The certificate does not name public.example.com, by which clients reach this server.",
  );
});

test("a certificate that is over, not yet valid, or soon over is told by day", async () => {
  install(pem("chain"), "chain");
  assert.match(
    await said([], Date.UTC(2126, 6, 27)),
    /^fail: .*chain\.portcullis\.test\) was valid until 2126-07-26: renew it\.$/,
  );
  assert.match(
    await said([], Date.UTC(2126, 6, 1)),
    /^warn: .* is valid until 2126-07-26, for 25 more days: renew it\.$/,
  );
  assert.match(await said([], Date.UTC(2126, 5, 20)), /^ok: /);
  assert.match(
    await said([], Date.UTC(2026, 10, 1)),
    /^fail: .* is valid from 2026-11-27 on, which is not yet\.$/,
  );
});

test("a certificate whose end is no time is told, and what is told has no made-up one", async () => {
  const [leaf = ""] = pem("chain").split(/(?<=-----END CERTIFICATE-----\n)/);
  const der = Buffer.from(leaf.replace(/-----.*-----/g, ""), "base64").toString("latin1");
  assert.ok(der.includes("21260726"));
  const base64 = Buffer.from(der.replace("21260726", "2126AA26"), "latin1").toString("base64");
  install(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`, "chain");
  assert.match(await said(), /^fail: .* does not say from when to when it is valid\.$/);
});

test("an issuer of the chain that is over counts as well", async () => {
  const [leaf, authority] = pem("chain").split(/(?<=-----END CERTIFICATE-----\n)/);
  install(`${leaf}${pem("second")}`, "chain");
  assert.match(
    await said(),
    /^warn: In .*, what stands before CN=second\.portcullis\.test was not issued by it\.$/,
  );
  assert.match(
    await said([], Date.UTC(2126, 6, 1)),
    /^warn: .*chain\.portcullis\.test\) is valid until 2126-07-26/,
  );
  install(`${leaf}${authority}${authority}`, "chain");
  assert.match(await said(), /^ok: /);
});

test("a certificate without names is refused, since clients look at nothing else", async () => {
  install(pem("nameless"), "nameless");
  assert.equal(await said(), "fail: The certificate has no subject alternative name.");
});

test("files that a start refuses are refused in the same words", async () => {
  install(pem("first"), "second");
  assert.equal(await said(), `fail: ${cert} and ${key} are not a certificate (PEM) and its private key.`);
  install(pem("first"), "first");
  chmodSync(key, 0o644);
  assert.match(await said(), /^fail: .*key\.pem can be reached by other users \(mode 0644\): run chmod 600 /);
  rmSync(cert);
  assert.equal(await said(), `fail: ${cert} cannot be read (ENOENT).`);
});

test("without a certificate it is told who reaches the server", async () => {
  const plain = async (args: readonly string[]) =>
    (await examine(configOf(args))).find(({ name }) => name === "certificates");
  assert.equal((await plain([]))?.level, "ok");
  const open = await plain(["--host", "0.0.0.0", "--allow-plain-http"]);
  assert.deepEqual(
    [open?.level, open?.sentence],
    ["warn", "There is no certificate, and others reach this server: something in front must speak TLS."],
  );
});

test("the authorities of a shared database are looked at as well", async () => {
  install(pem("chain"), "chain");
  const authorities = join(folder, "authorities.pem");
  const withAuthorities = [
    "--database",
    "postgres://portcullis@db.example.com/iam",
    "--database-ca-file",
    authorities,
  ];
  assert.match(await said(withAuthorities), /^fail: .*authorities\.pem cannot be read \(ENOENT\)\.$/);
  writeFileSync(authorities, "no certificate");
  assert.match(await said(withAuthorities), /^fail: .* holds no certificates \(PEM\)/);
  writeFileSync(authorities, pem("first"));
  assert.match(await said(withAuthorities), /^ok: /);
  assert.match(await said(withAuthorities, Date.UTC(2126, 9, 15)), /^fail: .*(cert|authorities)\.pem/);
});
