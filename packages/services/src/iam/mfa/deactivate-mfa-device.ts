import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findOwner } from "../owner.ts";
import { notOfThisUser } from "./devices-of.ts";
import { findDevice } from "./find-device.ts";
import { withoutOwnMfa } from "./own-devices.ts";

/**
 * The device stays, with its seed and with what it has used up, and can be enabled again.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html
 */
export const deactivateMfaDevice = operation("iam:DeactivateMFADevice", {
  takesAway: true,
  find: (call) => ({
    user: findOwner(call, call.input.UserName),
    device: findDevice(call, call.input.SerialNumber),
  }),
  run(call) {
    const { user, device } = call.entities;
    if (device.owner !== user.id) return notOfThisUser;
    const failure = withoutOwnMfa(call, user.id);
    if (failure !== undefined) return { kind: "failed", failure };
    const { owner: _, enabled: __, ...unassigned } = device;
    return done({ put: [unassigned] }, {});
  },
});
