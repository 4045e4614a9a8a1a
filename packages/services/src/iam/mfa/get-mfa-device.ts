import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findOwner } from "../owner.ts";
import { deviceForm } from "./device-forms.ts";
import { notOfThisUser } from "./devices-of.ts";
import { findDevice } from "./find-device.ts";

/**
 * Certifications are those of FIDO authenticators; a virtual device has none.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html
 */
export const getMfaDevice = operation("iam:GetMFADevice", {
  find: (call) => ({
    user: findOwner(call, call.input.UserName),
    device: findDevice(call, call.input.SerialNumber),
  }),
  run(call) {
    const { user, device } = call.entities;
    return device.owner === user.id ? answer(deviceForm(call, user, device)) : notOfThisUser;
  },
});
