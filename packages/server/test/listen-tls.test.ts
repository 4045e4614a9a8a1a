import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connect, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { listen } from "../src/listen/listen.ts";
import { tlsMaterial } from "../src/listen/tls-files.ts";
import { answerOk, configOf, keptLog, started } from "./listen-harness.ts";

const fixtures = join(import.meta.dirname, "fixtures");
let folder: string;
let files: { certFile: string; keyFile: string };

before(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-tls-"));
  files = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
});
after(() => rmSync(folder, { recursive: true }));

function install(certificate: "first" | "second", key: "first" | "second" = certificate): void {
  copyFileSync(join(fixtures, `${certificate}.cert.pem`), files.certFile);
  copyFileSync(join(fixtures, `${key}.key.pem`), files.keyFile);
  chmodSync(files.keyFile, 0o600);
}

function presented(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, rejectUnauthorized: false, agent: false }, (response) => {
      const certificate = (response.socket as TLSSocket).getPeerCertificate() as DetailedPeerCertificate;
      response.resume();
      response.on("end", () => resolve(String(certificate.subject.CN)));
    });
    request.on("error", reject);
  });
}

const overTls = () => ["--tls-cert", files.certFile, "--tls-key", files.keyFile];

test("a changed certificate is presented to new connections", async () => {
  install("first");
  await using server = await started({}, overTls());
  assert.equal(await presented(server.port), "first.portcullis.test");
  install("second");
  server.listening.reloadCertificate();
  assert.equal(await presented(server.port), "second.portcullis.test");
});

test("the files are watched", async () => {
  install("first");
  const material = tlsMaterial(files, keptLog().log, 5);
  assert.ok("current" in material);
  const wanted = readFileSync(join(fixtures, "second.cert.pem"));
  const changed = new Promise<void>((resolve) => {
    material.onChange(({ cert }) => {
      if (cert.equals(wanted)) resolve();
    });
  });
  install("second");
  // The timer of the watch does not keep a process alive by itself.
  const alive = setInterval(() => undefined, 1000);
  await changed;
  clearInterval(alive);
  material.stop();
});

test("a certificate that does not fit its key is refused, and the old one stays", async () => {
  install("first");
  const { log, lines } = keptLog();
  await using server = await started({ log }, overTls());
  install("second", "first");
  server.listening.reloadCertificate();
  assert.equal(await presented(server.port), "first.portcullis.test");
  assert.match(lines()[0]?.msg ?? "", /^The certificate was not renewed\..*are not a certificate/);
});

test("a key that others can read is refused, with the command that helps", async () => {
  install("first");
  chmodSync(files.keyFile, 0o644);
  const { listen: settings } = configOf(overTls());
  const found = await listen(settings, { aws: answerOk, operate: answerOk, log: keptLog().log });
  assert.deepEqual(found, {
    problem: `${files.keyFile} can be reached by other users (mode 0644): run chmod 600 ${files.keyFile}.`,
  });
});

test("a key that is missing or no key is refused without a word of it", async () => {
  install("first");
  writeFileSync(files.keyFile, "hunter2");
  const { listen: settings } = configOf(overTls());
  const planes = { aws: answerOk, operate: answerOk, log: keptLog().log };
  const garbled = await listen(settings, planes);
  assert.ok("problem" in garbled);
  assert.match(garbled.problem, /are not a certificate \(PEM\) and its private key\.$/);
  assert.doesNotMatch(garbled.problem, /hunter2/);
  rmSync(files.keyFile);
  const missing = await listen(settings, planes);
  assert.deepEqual(missing, { problem: `${files.keyFile} cannot be read (ENOENT).` });
});

test("versions of TLS before 1.2 are refused", async () => {
  install("first");
  await using server = await started({}, overTls());
  const { port } = server;
  const version = (maxVersion: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") =>
    new Promise<string | null>((resolve) => {
      const socket = connect({
        host: "127.0.0.1",
        port,
        rejectUnauthorized: false,
        minVersion: "TLSv1",
        maxVersion,
        ciphers: "DEFAULT@SECLEVEL=0",
      });
      socket.on("secureConnect", () => {
        resolve(socket.getProtocol());
        socket.destroy();
      });
      socket.on("error", () => resolve(null));
    });
  assert.equal(await version("TLSv1.1"), null);
  assert.equal(await version("TLSv1.2"), "TLSv1.2");
  assert.equal(await version("TLSv1.3"), "TLSv1.3");
});

test("a graceful close over TLS lets a request under way finish", async () => {
  install("first");
  const arrived = Promise.withResolvers<() => void>();
  const server = await started(
    { aws: (_request, response) => arrived.resolve(() => response.end()) },
    overTls(),
  );
  const answered = presented(server.port);
  const finish = await arrived.promise;
  const closed = server.listening.close(10_000);
  finish();
  assert.equal(await answered, "first.portcullis.test");
  await closed;
});
