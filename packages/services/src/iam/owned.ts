/** What a user, or root, holds beside its access keys: found by who holds it, oldest first, as AWS lists it. */
import { type EntityOf, type RealmState, SEPARATOR } from "@portcullis/directory";
import type { Failed } from "../framework/call.ts";
import type { Owner } from "./owner.ts";

const kinds = {
  "signing-certificate": {
    index: "signingCertificatesByOwner",
    missing: (id: string) => `The Certificate with id ${id} cannot be found.`,
  },
  "ssh-public-key": {
    index: "sshKeysByOwner",
    missing: (id: string) => `The Public Key with id ${id} cannot be found.`,
  },
  "service-credential": {
    index: "serviceCredentialsByOwner",
    missing: (id: string) => `No such credential ${id} exists`,
  },
} as const;
export type OwnedKind = keyof typeof kinds;

/** Key and entity of what an owner holds of a kind, strictly after a key where one is given. */
export function ownedEntries<K extends OwnedKind>(
  state: RealmState,
  kind: K,
  owner: string,
  after?: string,
): Iterable<readonly [string, EntityOf<K>]> {
  const entries = state.indexes[kinds[kind].index].startingWith(owner + SEPARATOR, after);
  return entries as Iterable<readonly [string, EntityOf<OwnedKind>]> as Iterable<
    readonly [string, EntityOf<K>]
  >;
}

export function ownedBy<K extends OwnedKind>(
  state: RealmState,
  kind: K,
  owner: string,
): readonly EntityOf<K>[] {
  return Array.from(ownedEntries(state, kind, owner), ([, entity]) => entity);
}

/** One by its id, where it belongs to this owner. */
export function owned<K extends OwnedKind>(
  state: RealmState,
  kind: K,
  owner: string,
  id: string,
): EntityOf<K> | undefined {
  const entity = state.byId[kind].get(id) as EntityOf<OwnedKind> | undefined;
  return entity?.owner === owner ? (entity as EntityOf<K>) : undefined;
}

export function noSuch(kind: OwnedKind, id: string): Failed {
  return { kind: "failed", failure: { code: "NoSuchEntity", message: kinds[kind].missing(id) } };
}

/** UserName in answers. */
export function ownerName({ user }: Owner): string {
  return user?.name ?? "root";
}
