import { type Commit, type RealmId, type Reliance, StorageError } from "../contract.ts";

/**
 * Where the realms of a commit have to stand: each one that is written by its first write, which holds whatever the
 * commit relied on of it too, and each other one once. Throws lost-race where they cannot stand so.
 */
export function requirementsOf({ writes, relied }: Commit): Pick<Commit, "writes" | "relied"> {
  const required = new Map<RealmId, Reliance>();
  for (const { realm, expected, expectedChangeId } of writes) {
    if (!required.has(realm)) required.set(realm, { realm, revision: expected, changeId: expectedChangeId });
  }
  const written = new Set(required.keys());
  for (const one of relied) required.set(one.realm, joined(one, required.get(one.realm)));
  return {
    writes: writes.map((write) => {
      const { revision, changeId } = required.get(write.realm)!;
      return write.expected === revision ? { ...write, expectedChangeId: changeId } : write;
    }),
    relied: [...required.values()].filter(({ realm }) => !written.has(realm)),
  };
}

function joined(one: Reliance, other: Reliance = one): Reliance {
  const changeId = one.changeId ?? other.changeId;
  if (one.revision === other.revision && (other.changeId ?? changeId) === changeId)
    return { ...one, changeId };
  throw new StorageError("lost-race", `the realm ${one.realm}, which was relied on, has moved`);
}
