import { applyChanges, type Entity, emptyState, type RealmState, readBody } from "@portcullis/directory";
import type { EntityKey, RealmImage, RealmWrite } from "@portcullis/storage";

type Read = typeof readBody;

/** The state of a realm from what is kept. Throws `UnreadableBody` where a body is newer than this release. */
export function stateOf(image: RealmImage, read: Read = readBody): RealmState {
  const put = image.entities.map(read);
  return applyChanges(emptyState(image.realm), { put, remove: [] }, image.revision, image.changeId);
}

/** The state after one more kept change. */
export function stateAfter(state: RealmState, write: RealmWrite, read: Read = readBody): RealmState {
  const remove = write.deletes.flatMap((key) => entityOf(state, key) ?? []);
  return applyChanges(state, { put: write.puts.map(read), remove }, write.revision, write.changeId);
}

function entityOf(state: RealmState, { kind, id }: EntityKey): Entity | undefined {
  return Object.hasOwn(state.byId, kind) ? state.byId[kind as Entity["kind"]].get(id) : undefined;
}

/** About what a realm takes in memory, in bytes. An entity with its index entries takes some four times its body. */
export function weightOf(image: RealmImage): number {
  return image.entities.reduce((sum, row) => sum + 4 * row.body.length + 400, 4096);
}
