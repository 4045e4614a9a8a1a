import { SEPARATOR } from "@portcullis/directory";
import { listOperation } from "../../framework/list-operation.ts";
import { findOwner } from "../owner.ts";
import { deviceForm } from "./device-forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMfaDevices = listOperation("iam:ListMFADevices", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  *entries(call, after) {
    const owner = call.entities.user;
    for (const [key, device] of call.home.indexes.devicesByOwner.startingWith(owner.id + SEPARATOR, after)) {
      yield [key, deviceForm(call, owner, device)];
    }
  },
});
