import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { validityOf } from "@portcullis/services";
import type { ListenConfig } from "../../config/config.ts";
import { isLoopback } from "../../config/networks.ts";
import { readPublicFile } from "../../data-directory/private-files.ts";
import { readTlsSettings } from "../../listen/tls-files.ts";
import type { Examination } from "../examination.ts";
import { type Finding, fail, ok, warn, worstOf } from "../finding.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Time to renew a certificate before clients refuse it. */
const SOON = 30 * DAY;

/** Whether clients will accept the certificate that this server presents, and this server the database's. */
export function checkCertificates({ config: { listen }, kept, now }: Examination): Finding {
  const caFile = kept?.mode.database?.caFile;
  const authority = caFile === undefined ? [] : authorityFindings(caFile, now);
  const own = listen.tls === undefined ? withoutTls(listen) : presented(listen, listen.tls, now);
  return worstOf(authority, own);
}

function withoutTls({ hosts }: ListenConfig): Finding {
  return hosts.every(isLoopback)
    ? ok("There is no certificate; this machine alone is listened to.")
    : warn("There is no certificate, and others reach this server: something in front must speak TLS.");
}

function presented(listen: ListenConfig, files: NonNullable<ListenConfig["tls"]>, now: number): Finding {
  const settings = readTlsSettings(files);
  if ("problem" in settings) return fail(settings.problem);
  const chain = certificatesIn(settings.cert);
  const [leaf] = chain ?? [];
  if (chain === undefined || leaf === undefined)
    return fail(`${files.certFile} holds a certificate that cannot be read.`);
  const names = namesOf(leaf);
  const found = [
    ...chain.flatMap((each) => timeFindings(files.certFile, each, now)),
    ...nameFindings(leaf, listen.serverNames),
    ...orderFindings(files.certFile, chain),
  ];
  return worstOf(
    found,
    ok(
      `The certificate names ${names.join(", ")}, fits its key and is valid until ${day(validityOf(leaf)?.until)}.`,
    ),
  );
}

function authorityFindings(file: string, now: number): readonly Finding[] {
  const content = readPublicFile(file);
  if ("problem" in content) return [fail(content.problem)];
  const authorities = certificatesIn(content);
  if (authorities === undefined || authorities.length === 0)
    return [fail(`${file} holds no certificates (PEM) to verify the database's with.`)];
  return authorities.flatMap((each) => timeFindings(file, each, now));
}

/** In the order of the file; undefined: one of them cannot be read. */
function certificatesIn(pem: Buffer): readonly X509Certificate[] | undefined {
  const blocks =
    pem.toString("latin1").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

function day(time: number | undefined): string {
  return time === undefined ? "an unknown day" : new Date(time).toISOString().slice(0, 10);
}

function timeFindings(file: string, certificate: X509Certificate, now: number): readonly Finding[] {
  const validity = validityOf(certificate);
  const which = `A certificate of ${file} (${subjectOf(certificate)})`;
  if (validity === undefined) return [fail(`${which} does not say from when to when it is valid.`)];
  const { from, until } = validity;
  if (now >= until) return [fail(`${which} was valid until ${day(until)}: renew it.`)];
  if (now < from) return [fail(`${which} is valid from ${day(from)} on, which is not yet.`)];
  if (until - now < SOON) {
    const days = Math.floor((until - now) / DAY);
    return [warn(`${which} is valid until ${day(until)}, for ${days} more days: renew it.`)];
  }
  return [];
}

function nameFindings(leaf: X509Certificate, serverNames: readonly string[]): readonly Finding[] {
  // Clients look at these names alone: https://www.rfc-editor.org/rfc/rfc9525#section-2
  if (leaf.subjectAltName === undefined) return [fail("The certificate has no subject alternative name.")];
  return serverNames
    .filter((name) => !(isIP(name) === 0 ? leaf.checkHost(name, { subject: "never" }) : leaf.checkIP(name)))
    .map((name) => warn(`The certificate does not name ${name}, by which clients reach this server.`));
}

function orderFindings(file: string, chain: readonly X509Certificate[]): readonly Finding[] {
  return chain
    .slice(1)
    .filter((issuer, at) => !isIssuer(issuer, chain[at]))
    .map((issuer) => warn(`In ${file}, what stands before ${subjectOf(issuer)} was not issued by it.`));
}

function isIssuer(issuer: X509Certificate, issued: X509Certificate | undefined): boolean {
  return issued?.checkIssued(issuer) === true && issued.verify(issuer.publicKey);
}

function namesOf({ subjectAltName }: X509Certificate): readonly string[] {
  return (subjectAltName ?? "").split(", ").map((name) => name.replace(/^(DNS|IP Address):/, ""));
}

/** As one line, without what only a terminal would notice. */
function subjectOf({ subject }: X509Certificate): string {
  return subject
    .split("\n")
    .join(", ")
    .replace(/[^\x20-\x7e]/g, "?")
    .slice(0, 200);
}
