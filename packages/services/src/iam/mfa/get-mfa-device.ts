import { operation } from "../../framework/operation.ts";
import { findOwner } from "../owner.ts";
import { notOfThisUser } from "./devices-of.ts";
import { findDevice } from "./find-device.ts";

/**
 * AWS tells it of hardware FIDO security keys alone, for their certifications, and was seen to refuse a virtual device in
 * these words. All devices here are virtual: whoever may ask learns that from ListMFADevices.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html
 */
export const getMfaDevice = operation("iam:GetMFADevice", {
  find: (call) => ({
    user: findOwner(call, call.input.UserName),
    device: findDevice(call, call.input.SerialNumber),
  }),
  run(call) {
    const { user, device } = call.entities;
    if (device.owner !== user.id) return notOfThisUser;
    return call.fail(
      "ValidationError",
      "The MFA device serial number sent in the request is invalid or not supported by this API. " +
        "Currently, only hardware FIDO security keys are supported. Please use the compatible device or API.",
    );
  },
});
