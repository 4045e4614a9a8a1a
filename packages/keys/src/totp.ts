/**
 * Time-based one-time passwords as every authenticator app makes them: HMAC-SHA-1, six digits, a step of 30 seconds.
 *
 * Not by a library: what is asked for here is which steps of a range a code is right for, so that none counts twice and
 * two can be required in a row. Libraries answer that for one code around one instant, with an HMAC of their own in the
 * place of OpenSSL's, and hold the seed in an object that prints it; what would be left to them are ten lines.
 * Source: https://www.rfc-editor.org/rfc/rfc6238 and https://www.rfc-editor.org/rfc/rfc4226
 */
import { createHmac } from "node:crypto";
import { base32, base32Digits } from "@portcullis/directory";
import { revealText, type Secret, sameBytes } from "./secret.ts";

/** Milliseconds. */
const STEP = 30_000;
const DIGITS = 6;

/** Digits of base 32 in a seed: 320 bits, as AWS's seeds have. */
const SEED_DIGITS = 64;

/** The time step of an instant. @param now epoch milliseconds */
export function stepOf(now: number): number {
  return Math.floor(now / STEP);
}

/** A seed in base 32, without padding. @param random gives as many random bytes as it is asked for */
export function newTotpSeed(random: (length: number) => Uint8Array): string {
  return base32Digits(random(SEED_DIGITS));
}

/** The code of a seed at a step. */
export function totpCode(seed: Secret, step: number): string {
  return codeAt(bytesOf(seed), step);
}

/** Both ends are in it. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The steps of a range at which a seed gives this code, from the first. All of them are worked out and compared, in a
 * time that tells nothing of which it was.
 */
export function totpSteps(seed: Secret, code: string, range: StepRange): readonly number[] {
  const key = bytesOf(seed);
  const given = new TextEncoder().encode(code);
  const steps: number[] = [];
  for (let step = Math.max(0, range.from); step <= range.to; step++) {
    if (sameBytes(new TextEncoder().encode(codeAt(key, step)), given)) steps.push(step);
  }
  return steps;
}

function codeAt(key: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

function bytesOf(seed: Secret): Uint8Array {
  const digits = revealText(seed);
  const bytes = new Uint8Array(Math.floor((digits.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 5) | base32.indexOf(digit)) & 0xfff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 0xff;
    }
  }
  return bytes;
}
