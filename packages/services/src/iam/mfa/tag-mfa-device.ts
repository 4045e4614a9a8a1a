import { operation } from "../../framework/operation.ts";
import { addTags } from "../tags.ts";
import { findDevice } from "./find-device.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagMFADevice.html */
export const tagMfaDevice = operation("iam:TagMFADevice", {
  find: (call) => ({ device: findDevice(call, call.input.SerialNumber) }),
  run: (call) => addTags(call.entities.device, call.input.Tags),
});
