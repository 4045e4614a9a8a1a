import { type AccessKey, type RealmState, SEPARATOR } from "@portcullis/directory";
import type { Failed } from "../../framework/call.ts";

/** The access keys of a user or of root, oldest first. */
export function keysOf(state: RealmState, owner: string): readonly AccessKey[] {
  return [...state.indexes.keysByOwner.startingWith(owner + SEPARATOR)].map(([, key]) => key);
}

/** A key by its id, where it belongs to this owner. */
export function accessKeyOf(state: RealmState, owner: string, id: string): AccessKey | undefined {
  const key = state.byId["access-key"].get(id);
  return key?.owner === owner ? key : undefined;
}

export function noSuchKey(id: string): Failed {
  return {
    kind: "failed",
    failure: { code: "NoSuchEntity", message: `The Access Key with id ${id} cannot be found.` },
  };
}
