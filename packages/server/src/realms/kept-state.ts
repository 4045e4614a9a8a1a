import { applyChanges, type Entity, emptyState, type RealmState, readBody } from "@portcullis/directory";
import type { EntityKey, RealmImage, RealmWrite } from "@portcullis/storage";

/** The state of a realm from what is kept. Throws where a body is newer than this release. */
export function stateOf(image: RealmImage): RealmState {
  const put = image.entities.map(readBody);
  return applyChanges(emptyState(image.realm), { put, remove: [] }, image.revision, image.changeId);
}

/** The state after one more kept change. */
export function stateAfter(state: RealmState, write: RealmWrite): RealmState {
  const remove = write.deletes.flatMap((key) => entityOf(state, key) ?? []);
  return applyChanges(state, { put: write.puts.map(readBody), remove }, write.revision, write.changeId);
}

function entityOf(state: RealmState, { kind, id }: EntityKey): Entity | undefined {
  return Object.hasOwn(state.byId, kind) ? state.byId[kind as Entity["kind"]].get(id) : undefined;
}

/** About what a realm takes in memory, in bytes. An entity with its index entries takes some four times its body. */
export function weightOf(image: RealmImage): number {
  return image.entities.reduce((sum, row) => sum + 4 * row.body.length + 400, 4096);
}
