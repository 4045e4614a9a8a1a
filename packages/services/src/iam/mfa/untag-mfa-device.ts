import { operation } from "../../framework/operation.ts";
import { removeTags } from "../tags.ts";
import { findDevice } from "./find-device.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagMFADevice.html */
export const untagMfaDevice = operation("iam:UntagMFADevice", {
  takesAway: true,
  find: (call) => ({ device: findDevice(call, call.input.SerialNumber) }),
  run: (call) => removeTags(call.entities.device, call.input.TagKeys),
});
