import {
  applyChanges,
  type Entity,
  emptyState,
  type RealmState,
  readBody,
  writeBody,
} from "@portcullis/directory";
import type { EntityRow, RealmImage, Storage } from "@portcullis/storage";

export const INSTALLATION = "installation";

export function accountRealm(account: string): string {
  return `account/${account}`;
}

/** The state of a realm from what is kept. Throws where a body is newer than this release. */
export function stateOf(image: RealmImage): RealmState {
  const put = image.entities.map(readBody);
  return applyChanges(emptyState(image.realm), { put, remove: [] }, image.revision, image.changeId);
}

export function rowsOf(entities: readonly Entity[]): readonly EntityRow[] {
  return entities.map(writeBody);
}

/** What a realm's state takes in memory, in bytes: an estimate from its kept bodies, for the cache's bound. */
export function weightOf(image: RealmImage): number {
  // Measured: an entity and its index entries take about four times its body.
  return image.entities.reduce((sum, row) => sum + 4 * row.body.length + 400, 4096);
}

/** Loads each realm once, however many ask for it at the same time. */
export function singleFlight<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const flights = new Map<string, Promise<T>>();
  return (key) => {
    const flying = flights.get(key);
    if (flying !== undefined) return flying;
    const flight = load(key).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}

export type RealmLoader = (realm: string) => Promise<RealmImage | undefined>;
export type RealmStorage = Pick<Storage, "loadRealm" | "commit">;
