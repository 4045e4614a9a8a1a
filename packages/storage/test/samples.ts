import { randomUUID } from "node:crypto";
import type { Commit, EntityRow, EventRow, RealmWrite, Storage, UsageRow } from "../src/contract.ts";

/** A realm that no other test uses. */
export function newRealm(): string {
  return `account/${randomUUID()}`;
}

export function user(name: string, body = `{"name":"${name}"}`): EntityRow {
  return { kind: "user", id: name, v: 1, body };
}

/** The write that makes revision `revision` of a realm. */
export function write(
  realm: string,
  revision: number,
  puts: readonly EntityRow[] = [],
  deletes: RealmWrite["deletes"] = [],
): RealmWrite {
  return { realm, expected: revision - 1, revision, changeId: randomUUID(), puts, deletes };
}

export function commitOf(parts: Partial<Commit>): Commit {
  return { writes: [], relied: [], events: [], once: [], ...parts };
}

let sequence = 0;

export function event(realm: string, parts: Partial<EventRow> = {}): EventRow {
  sequence += 1;
  return {
    realm,
    writer: "writer-1",
    sequence,
    id: randomUUID(),
    time: 1_800_000_000_000 + sequence,
    name: "CreateUser",
    source: "iam.amazonaws.com",
    readOnly: false,
    userName: undefined,
    accessKeyId: undefined,
    resources: [],
    record: `{"eventName":"CreateUser","n":${sequence}}`,
    ...parts,
  };
}

export function usage(realm: string, id: string, time: number, body = "{}"): UsageRow {
  return { realm, kind: "access-key", id, time, body };
}

/** Every event of a realm, newest first. */
export function allEvents(storage: Storage, realm: string): Promise<readonly EventRow[]> {
  return storage.findEvents({ realm, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10_000 });
}

/** The ids of a realm's entities, in order; undefined where there is no such realm. */
export async function entityIds(storage: Storage, realm: string): Promise<readonly string[] | undefined> {
  const image = await storage.loadRealm(realm);
  return image?.entities.map(({ id }) => id).sort();
}
