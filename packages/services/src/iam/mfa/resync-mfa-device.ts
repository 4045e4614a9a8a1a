import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { notOfThisUser } from "./devices-of.ts";
import { findDevice } from "./find-device.ts";
import { refusedCodes } from "./refused-codes.ts";
import { tryTwoCodes } from "./try-codes.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html */
export const resyncMfaDevice = operation("iam:ResyncMFADevice", {
  find: (call) => ({
    user: findUser(call, call.input.UserName),
    device: findDevice(call, call.input.SerialNumber),
  }),
  run(call) {
    const { user, device } = call.entities;
    const { AuthenticationCode1, AuthenticationCode2 } = call.input;
    if (device.owner !== user.id) return notOfThisUser;
    const tried = tryTwoCodes(call, device, AuthenticationCode1, AuthenticationCode2);
    return tried.kind === "right" ? done({ put: [tried.device] }, {}) : refusedCodes(tried);
  },
});
