import { createVirtualMfaDevice } from "./create-virtual-mfa-device.ts";
import { deactivateMfaDevice } from "./deactivate-mfa-device.ts";
import { deleteVirtualMfaDevice } from "./delete-virtual-mfa-device.ts";
import { enableMfaDevice } from "./enable-mfa-device.ts";
import { getMfaDevice } from "./get-mfa-device.ts";
import { listMfaDeviceTags } from "./list-mfa-device-tags.ts";
import { listMfaDevices } from "./list-mfa-devices.ts";
import { listVirtualMfaDevices } from "./list-virtual-mfa-devices.ts";
import { resyncMfaDevice } from "./resync-mfa-device.ts";
import { tagMfaDevice } from "./tag-mfa-device.ts";
import { untagMfaDevice } from "./untag-mfa-device.ts";

export const mfa = {
  CreateVirtualMFADevice: createVirtualMfaDevice,
  DeactivateMFADevice: deactivateMfaDevice,
  DeleteVirtualMFADevice: deleteVirtualMfaDevice,
  EnableMFADevice: enableMfaDevice,
  GetMFADevice: getMfaDevice,
  ListMFADeviceTags: listMfaDeviceTags,
  ListMFADevices: listMfaDevices,
  ListVirtualMFADevices: listVirtualMfaDevices,
  ResyncMFADevice: resyncMfaDevice,
  TagMFADevice: tagMfaDevice,
  UntagMFADevice: untagMfaDevice,
} as const;
