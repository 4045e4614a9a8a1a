/** Certificates and keys that OpenSSL and OpenSSH made, valid from 2020 to 2120 where their names say nothing else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Text of a fixture: `leaf.cert.pem`. */
export function pem(name: string): string {
  return readFileSync(join(import.meta.dirname, "fixtures/certificates", name), "latin1");
}

/** A certificate with another text in its bytes, of the same length: its signature is right no more. */
export function withinCertificate(name: string, text: string, other: string): string {
  const [before = "", base64 = "", after = ""] = pem(name).split(/(?<=CERTIFICATE-----\n)|(?=\n-----END)/);
  const bytes = Buffer.from(base64, "base64").toString("latin1").replace(text, other);
  return before + Buffer.from(bytes, "latin1").toString("base64") + after;
}

/** Well-formed keys for SSH that nobody can use, one a number. */
export function sshKey(number: number): string {
  const modulus = Buffer.alloc(257, number * 2 + 1);
  modulus[0] = 0;
  modulus[1] = 0x80;
  const fields = [Buffer.from("ssh-rsa"), Buffer.from([1, 0, 1]), modulus].flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return `ssh-rsa ${Buffer.concat(fields).toString("base64")}`;
}
