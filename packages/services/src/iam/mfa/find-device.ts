import { foldName, iamArn, type MfaDevice, parseArn, parseIamResource } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing, Perhaps } from "../../framework/found.ts";
import { resourceBase } from "../resource-base.ts";

type AnyCall = Call<OperationId>;

/** The serial number of a virtual device is its ARN. */
export function serialOf(call: AnyCall, device: Pick<MfaDevice, "path" | "name">): string {
  return iamArn(call.world.partition, call.account, "mfa", device.path, device.name);
}

/** The device of this account with a serial number, in exactly this spelling. */
export function deviceWith(call: AnyCall, serial: string): MfaDevice | undefined {
  const named = parseIamResource(parseArn(serial)?.resource ?? "");
  if (named?.type !== "mfa") return undefined;
  const device = call.home.indexes.devicesByName.get(foldName(named.path + named.name));
  return device !== undefined && serialOf(call, device) === serial ? device : undefined;
}

/**
 * A device by its serial number. Hardware tokens have serial numbers that are no ARNs; none of them is known here, since
 * only their maker and AWS know their seeds.
 */
export function findDevice(call: AnyCall, serial: string): Existing<MfaDevice> {
  const device = deviceWith(call, serial);
  const account = parseArn(serial)?.account;
  const arn = account === undefined ? iamArn(call.world.partition, call.account, "mfa", "/", serial) : serial;
  return {
    ...resourceBase("mfa", arn, account ?? call.account, serial),
    entity: device,
    tags: device?.tags,
    expect: "existing",
    missing: { code: "NoSuchEntity", message: `MFA Device with serial number ${serial} does not exist.` },
  };
}

/** The device that a request makes; its entity is what already has the name on that path. */
export function findNewDevice(call: AnyCall, path: string, name: string): Perhaps<MfaDevice> {
  const arn = serialOf(call, { path, name });
  return {
    ...resourceBase("mfa", arn, call.account),
    entity: call.home.indexes.devicesByName.get(foldName(path + name)),
    tags: undefined,
    expect: "perhaps",
  };
}
