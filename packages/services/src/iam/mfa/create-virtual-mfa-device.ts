import { base32Digits, type MfaDevice } from "@portcullis/directory";
import { newTotpSeed } from "@portcullis/keys";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { readTags, wireTags } from "../tags.ts";
import { findNewDevice, serialOf } from "./find-device.ts";
import { qrCodePng } from "./qr-code.ts";

/** Characters of the serial number, by which every other operation calls the device. */
const LONGEST_SERIAL = 256;

/**
 * The seed is given once, here, as a text and as a picture.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html and API_VirtualMFADevice.html
 */
export const createVirtualMfaDevice = operation("iam:CreateVirtualMFADevice", {
  issuesCredentials: true,
  find: (call) => ({ device: findNewDevice(call, call.input.Path ?? "/", call.input.VirtualMFADeviceName) }),
  run(call) {
    const { input, entities, home, account, draw, vault } = call;
    if (entities.device !== undefined) {
      return call.fail("EntityAlreadyExists", "MFA device already exists.");
    }
    const tags = readTags("mfa-device", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    const refused = overQuota(call.home, "mfaDevices", home.byId["mfa-device"].size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const named = { name: input.VirtualMFADeviceName, path: input.Path ?? "/" };
    const serial = serialOf(call, named);
    if (serial.length > LONGEST_SERIAL) {
      return call.fail(
        "ValidationError",
        `1 validation error detected: Value at 'serialNumber' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_SERIAL}`,
      );
    }
    const id = `${String(call.now).padStart(16, "0")}-${base32Digits(draw.bytes(16))}`;
    const seed = newTotpSeed(draw.bytes);
    const device: MfaDevice = {
      kind: "mfa-device",
      id,
      ...named,
      created: call.now,
      tags,
      seed: vault.seal({ account, kind: "mfa-device", id, field: "seed" }, seed),
    };
    return done(
      { put: [device] },
      {
        VirtualMFADevice: {
          SerialNumber: serial,
          Base32StringSeed: new TextEncoder().encode(seed),
          QRCodePNG: qrCodePng(`otpauth://totp/${encodeURIComponent(named.name)}@${account}?secret=${seed}`),
          ...(tags.length === 0 ? {} : { Tags: wireTags(tags) }),
        },
      },
    );
  },
});
