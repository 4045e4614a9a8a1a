/** The app that holds the seed of a virtual MFA device. */
import { secretOfText, stepOf, totpCode } from "@portcullis/keys";
import { textOf } from "./calls.ts";
import type { Received } from "./wire.ts";

export interface Phone {
  /** What it shows at an instant (now), or so many steps of 30 seconds later. */
  code(later?: number, now?: number): string;
}

/** @param seed in base 32, as CreateVirtualMFADevice gives it */
export function phoneWith(seed: string): Phone {
  const secret = secretOfText(seed);
  return { code: (later = 0, now = Date.now()) => totpCode(secret, stepOf(now) + later) };
}

/** Of the device that an answer of CreateVirtualMFADevice made. */
export function phoneIn(answer: Received): Phone {
  return phoneWith(Buffer.from(textOf(answer, "Base32StringSeed"), "base64").toString("latin1"));
}
