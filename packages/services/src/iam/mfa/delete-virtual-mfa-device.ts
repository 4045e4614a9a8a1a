import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findDevice } from "./find-device.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export const deleteVirtualMfaDevice = operation("iam:DeleteVirtualMFADevice", {
  takesAway: true,
  find: (call) => ({ device: findDevice(call, call.input.SerialNumber) }),
  run(call) {
    const { device } = call.entities;
    if (device.owner !== undefined) {
      return call.fail("DeleteConflict", "MFA VirtualDevice in use. Must deactivate first.");
    }
    return done({ remove: [device] }, {});
  },
});
