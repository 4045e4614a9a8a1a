/** Virtual MFA devices, and the codes that their owners read on them. */
import { secretOfText, stepOf, totpCode } from "@portcullis/keys";
import type { InputOf } from "@portcullis/services";
import { type Cloud, home, type Who } from "./harness.ts";

/** A device as its owner has it: what was made, and the app that holds its seed. */
export interface Phone {
  readonly serial: string;
  /** What it shows now, or so many steps of 30 seconds later. */
  code(later?: number): string;
  /** What it shows now and next, as an operation takes them. */
  two(later?: number): { readonly AuthenticationCode1: string; readonly AuthenticationCode2: string };
}

export function device(
  cloud: Cloud,
  name: string,
  more: { readonly Path?: string; readonly by?: Who } = {},
): Phone {
  const { by = cloud.root(), ...path } = more;
  const { VirtualMFADevice } = cloud.call(by, "iam:CreateVirtualMFADevice", {
    VirtualMFADeviceName: name,
    ...path,
  });
  const seed = secretOfText(Buffer.from(VirtualMFADevice.Base32StringSeed ?? []).toString("latin1"));
  const code = (later = 0) => totpCode(seed, stepOf(cloud.now) + later);
  return {
    serial: VirtualMFADevice.SerialNumber,
    code,
    two: (later = 0) => ({ AuthenticationCode1: code(later), AuthenticationCode2: code(later + 1) }),
  };
}

/** Enables a device by its next two codes. */
export function enabled(cloud: Cloud, UserName: string, phone: Phone): Phone {
  cloud.call(cloud.root(), "iam:EnableMFADevice", { UserName, SerialNumber: phone.serial, ...phone.two(-1) });
  return phone;
}

/** Half a minute later: what a device shows is another code. */
export function next(cloud: Cloud): void {
  cloud.now += 30_000;
}

/** A code that no step near now has. */
export function wrong(phone: Phone): string {
  const right = new Set(Array.from({ length: 60 }, (_, at) => phone.code(at - 30)));
  for (let number = 0; ; number++) {
    const code = String(number).padStart(6, "0");
    if (!right.has(code)) return code;
  }
}

/** What STS takes with a device's code. */
export function mfa(phone: Phone, TokenCode: string = phone.code()): InputOf<"sts:GetSessionToken"> {
  return { SerialNumber: phone.serial, TokenCode };
}

export const serialOf = (path: string, account: string = home): string =>
  `arn:aws:iam::${account}:mfa${path}`;
