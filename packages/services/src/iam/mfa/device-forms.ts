/** Devices in the form in which answers give them. */
import type { MfaDevice } from "@portcullis/directory";
import type { OperationId, OutputOf } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { rootForm, userForm } from "../forms.ts";
import type { Owner } from "../owner.ts";
import { serialOf } from "./find-device.ts";

type AnyCall = Call<OperationId>;

/** One that is enabled for a user, or for root, which has no name. */
export function deviceForm(call: AnyCall, owner: Owner, device: MfaDevice) {
  return {
    // The model calls the name required.
    ...((owner.user === undefined ? {} : { UserName: owner.user.name }) as { readonly UserName: string }),
    SerialNumber: serialOf(call, device),
    EnableDate: device.enabled ?? device.created,
  };
}

type VirtualDevice = OutputOf<"iam:ListVirtualMFADevices">["VirtualMFADevices"][number];

/** As ListVirtualMFADevices gives it: without tags and, of course, without the seed. */
export function virtualDeviceForm(call: AnyCall, device: MfaDevice): VirtualDevice {
  return {
    SerialNumber: serialOf(call, device),
    ...(device.enabled === undefined ? {} : { EnableDate: device.enabled }),
    ...userOf(call, device.owner),
  };
}

function userOf(call: AnyCall, owner: string | undefined) {
  if (owner === undefined) return {};
  if (owner === call.account) return { User: rootForm(call) };
  const user = call.home.byId.user.get(owner);
  return user === undefined ? {} : { User: userForm(call, user) };
}
