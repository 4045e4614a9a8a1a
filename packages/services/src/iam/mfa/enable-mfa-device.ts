import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { findUser } from "../resources.ts";
import { devicesOf } from "./devices-of.ts";
import { findDevice } from "./find-device.ts";
import { withoutOwnMfa } from "./own-devices.ts";
import { refusedCodes } from "./refused-codes.ts";
import { tryTwoCodes } from "./try-codes.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html */
export const enableMfaDevice = operation("iam:EnableMFADevice", {
  find: (call) => ({
    user: findUser(call, call.input.UserName),
    device: findDevice(call, call.input.SerialNumber),
  }),
  run(call) {
    const { user, device } = call.entities;
    const { AuthenticationCode1, AuthenticationCode2 } = call.input;
    if (device.owner !== undefined) {
      return call.fail(
        "EntityAlreadyExists",
        device.owner === user.id
          ? `MFA Device for user ${user.name} already exists.`
          : "MFA Device is already in use.",
      );
    }
    const failure =
      withoutOwnMfa(call, user.id) ??
      overQuota(call.home, "mfaDevicesPerUser", devicesOf(call.home, user.id).length + 1);
    if (failure !== undefined) return { kind: "failed", failure };
    const tried = tryTwoCodes(call, device, AuthenticationCode1, AuthenticationCode2);
    if (tried.kind !== "right") return refusedCodes(tried);
    return done({ put: [{ ...tried.device, owner: user.id, enabled: call.now }] }, {});
  },
});
