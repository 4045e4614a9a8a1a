import { createPublicKey, hash, type KeyObject } from "node:crypto";
import type { Failure } from "../../framework/api.ts";
import { readPem } from "../x509/pem.ts";
import { bitLength, type RsaNumbers, readBlob, writeBlob } from "./ssh-blob.ts";

/** Bits of a modulus: the least that AWS takes, and the most that OpenSSL works with. */
const bits = { least: 2048, most: 16_384 } as const;

/** What stands between the dashes, and how the bytes are then written. */
const forms: ReadonlyMap<string, "pkcs1" | "spki"> = new Map([
  ["RSA PUBLIC KEY", "pkcs1"],
  ["PUBLIC KEY", "spki"],
]);

const unrecognized: Failure = {
  code: "UnrecognizedPublicKeyEncoding",
  message: "Invalid public key uploaded.",
};
const invalid: Failure = {
  code: "InvalidPublicKey",
  message: "Invalid body for public key",
};

/**
 * A submitted key as SSH writes it, in base64 and without a comment, or why it is refused: AWS documents what
 * the codes mean, and the texts are those that it was seen to answer with.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html
 */
export function readPublicKey(text: string): string | Failure {
  const body = text.trim();
  const ssh = /^ssh-rsa[ \t]+([^ \t\r\n]+)/.exec(body)?.[1];
  if (ssh === undefined && !forms.has(/^-----BEGIN ([A-Z ]+)-----/.exec(body)?.[1] ?? ""))
    return unrecognized;
  if (ssh !== undefined && /[\r\n]/.test(body)) return invalid;
  const numbers = ssh === undefined ? numbersOfPem(body) : numbersOfBase64(ssh);
  if (numbers === undefined) return invalid;
  const length = bitLength(numbers.modulus);
  if (length < bits.least || length > bits.most || !isOdd(numbers.modulus) || !isOdd(numbers.exponent)) {
    return invalid;
  }
  return writeBlob(numbers).toString("base64");
}

/** As `ssh-keygen` writes a public key, without a comment. */
export function sshText(blob: string): string {
  return `ssh-rsa ${blob}`;
}

/** The same key as SubjectPublicKeyInfo in PEM. */
export function pemText(blob: string): string {
  const numbers = readBlob(Buffer.from(blob, "base64"));
  if (numbers === undefined) throw new Error("a kept SSH public key is damaged");
  const jwk = {
    kty: "RSA",
    n: numbers.modulus.toString("base64url"),
    e: numbers.exponent.toString("base64url"),
  };
  return createPublicKey({ key: jwk, format: "jwk" })
    .export({ type: "spki", format: "pem" })
    .toString()
    .trim();
}

/** MD5 of the key, byte by byte between colons, as `ssh-keygen -E md5` shows it. */
export function fingerprintOf(blob: string): string {
  const digits = hash("md5", Buffer.from(blob, "base64"), "hex");
  return (digits.match(/../g) ?? []).join(":");
}

function numbersOfBase64(text: string): RsaNumbers | undefined {
  const blob = Buffer.from(text, "base64");
  return blob.toString("base64") === text ? readBlob(blob) : undefined;
}

function numbersOfPem(text: string): RsaNumbers | undefined {
  const [block] = readPem(text, 1) ?? [];
  const type = block === undefined ? undefined : forms.get(block.label);
  if (block === undefined || type === undefined) return undefined;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: block.der, format: "der", type });
  } catch {
    return undefined;
  }
  if (key.asymmetricKeyType !== "rsa") return undefined;
  const { n = "", e = "" } = key.export({ format: "jwk" });
  return { modulus: Buffer.from(n, "base64url"), exponent: Buffer.from(e, "base64url") };
}

function isOdd(number: Buffer): boolean {
  return ((number.at(-1) ?? 0) & 1) === 1;
}
