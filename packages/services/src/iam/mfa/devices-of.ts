import { type MfaDevice, type RealmState, SEPARATOR } from "@portcullis/directory";
import type { Failed } from "../../framework/call.ts";

/** The devices that are enabled for a user or for root, from the one that was enabled first. */
export function devicesOf(state: RealmState, owner: string): readonly MfaDevice[] {
  return [...state.indexes.devicesByOwner.startingWith(owner + SEPARATOR)].map(([, device]) => device);
}

/** What AWS says of a device that is there and is not this user's. */
export const notOfThisUser: Failed = {
  kind: "failed",
  failure: { code: "NoSuchEntity", message: "MFA Device invalid for user." },
};
