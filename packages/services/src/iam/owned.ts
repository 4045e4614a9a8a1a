/** What a user, or root, holds beside its access keys: found by who holds it, oldest first, as AWS lists it. */
import { type EntityOf, type RealmState, SEPARATOR } from "@portcullis/directory";
import type { Failure } from "../framework/api.ts";
import type { Failed } from "../framework/call.ts";
import type { Owner } from "./owner.ts";

interface Kind {
  readonly index: "signingCertificatesByOwner" | "sshKeysByOwner" | "serviceCredentialsByOwner";
  /** What AWS says of an id that nobody in the account has. */
  readonly missing: (id: string) => string;
  /** What it says of one that somebody else has, where that is something else. */
  readonly another?: (id: string, name: string) => Failure;
}

const kinds = {
  "signing-certificate": {
    index: "signingCertificatesByOwner",
    missing: (id) => `The Certificate with id ${id} cannot be found.`,
  },
  "ssh-public-key": {
    index: "sshKeysByOwner",
    missing: (id) => `The Public Key with id ${id} cannot be found.`,
    another: (id) => ({ code: "NoSuchEntity", message: `User has no Public Key with id ${id}.` }),
  },
  "service-credential": {
    index: "serviceCredentialsByOwner",
    missing: (id) => `No such credential ${id} exists`,
    another: (id, name) => ({
      code: "ValidationError",
      message: `User ${name} does not have a service specific credential with id ${id}`,
    }),
  },
} as const satisfies Readonly<Record<string, Kind>>;
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

/** The refusal of an id that is none of this user's, or root's. @param name whose it would be */
export function noSuch(state: RealmState, kind: OwnedKind, id: string, name: string): Failed {
  const { missing, another }: Kind = kinds[kind];
  const elsewhere = state.byId[kind].has(id) ? another?.(id, name) : undefined;
  return { kind: "failed", failure: elsewhere ?? { code: "NoSuchEntity", message: missing(id) } };
}

/** UserName in answers. */
export function ownerName({ user }: Owner): string {
  return user?.name ?? "root";
}
