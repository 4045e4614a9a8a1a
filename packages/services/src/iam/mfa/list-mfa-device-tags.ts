import { listOperation } from "../../framework/list-operation.ts";
import { tagEntries } from "../tags.ts";
import { findDevice } from "./find-device.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADeviceTags.html */
export const listMfaDeviceTags = listOperation("iam:ListMFADeviceTags", {
  find: (call) => ({ device: findDevice(call, call.input.SerialNumber) }),
  entries: (call, after) => tagEntries(call.entities.device.tags, after),
});
