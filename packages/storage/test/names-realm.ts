/** A small realm for tests of the committer: a set of names. */

import type { CommitterOptions } from "../src/committer.ts";
import { type Attempted, type Committer, openCommitter, type Storage } from "../src/index.ts";
import { commitOf, event, newRealm, user, write } from "./samples.ts";

export type Names = ReadonlySet<string>;

/** A committer over `realm`, which is made where it is missing; a second one plays another node. */
export async function namesCommitter(
  storage: Storage,
  realm = newRealm(),
  options: Partial<CommitterOptions<Names>> = {},
): Promise<Committer<Names>> {
  if (!(await storage.realmExists(realm))) await storage.commit(commitOf({ writes: [write(realm, 1)] }));
  const committer = await openCommitter<Names>({
    realm,
    storage,
    load: ({ entities }) => new Set(entities.map(({ id }) => id)),
    apply(names, { puts, deletes }) {
      const next = new Set(names);
      for (const { id } of deletes) next.delete(id);
      for (const { id } of puts) next.add(id);
      return next;
    },
    ...options,
  });
  return committer!;
}

export type Answer = "done" | "already there" | "not there";

/** Adds a name with an event; where it is there, an event tells of the refusal. */
export function add(realm: string, name: string): (names: Names) => Attempted<Answer> {
  const created = event(realm, { name: "CreateUser", userName: name });
  const refused = event(realm, { name: "Refused", userName: name });
  return (names) =>
    names.has(name)
      ? { result: "already there", changes: undefined, events: [refused] }
      : { result: "done", changes: { puts: [user(name)], deletes: [] }, events: [created] };
}

export function remove(realm: string, name: string): (names: Names) => Attempted<Answer> {
  const deleted = event(realm, { name: "DeleteUser", userName: name });
  return (names) =>
    names.has(name)
      ? { result: "done", changes: { puts: [], deletes: [{ kind: "user", id: name }] }, events: [deleted] }
      : { result: "not there", changes: undefined, events: [] };
}

/** A storage whose commits wait while the gate is closed, and are counted. */
export interface Gated extends Storage {
  readonly commits: { readonly revisions: number; readonly urgent: boolean }[];
  close(): Promise<void>;
  shut(): void;
  open(): void;
}

export function gated(storage: Storage): Gated {
  let gate = Promise.resolve();
  let lift = () => {};
  const commits: Gated["commits"] = [];
  return {
    ...storage,
    commits,
    async commit(commit) {
      commits.push({ revisions: commit.writes.length, urgent: commit.urgent === true });
      await gate;
      await storage.commit(commit);
    },
    shut() {
      ({ promise: gate, resolve: lift } = Promise.withResolvers<void>());
    },
    open: () => lift(),
  };
}
