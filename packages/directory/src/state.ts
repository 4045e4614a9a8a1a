import type { Changes, Entity, EntityOf, Kind } from "./entities.ts";
import {
  counted,
  type IndexEntity,
  type IndexName,
  indexes,
  indexesOfKind,
  keysIn,
  SEPARATOR,
} from "./indexes.table.ts";
import { kept } from "./kept.table.ts";
import { emptyMap, type OrderedMap } from "./ordered-map.ts";
import { remember } from "./remember.ts";

/**
 * A realm at one revision: its entities by id, and the indexes over them. Immutable; `applyChanges` gives the next
 * one and copies O(log n) for each entity that changed. Installation and accounts have the same form: each holds
 * its own kinds and the other maps stay empty.
 */
export interface RealmState {
  readonly realm: string;
  readonly revision: number;
  readonly changeId: string;
  readonly byId: { readonly [K in Kind]: OrderedMap<EntityOf<K>> };
  readonly indexes: { readonly [N in IndexName]: OrderedMap<IndexEntity<N>> };
  /** `attachments` or `boundaries`, separator, policy ARN → how many. */
  readonly counts: OrderedMap<number>;
}

/** The table is total over the kinds. */
const kinds = Object.keys(kept) as readonly Kind[];

export function emptyState(realm: string): RealmState {
  return {
    realm,
    revision: 0,
    changeId: "",
    byId: Object.fromEntries(kinds.map((kind) => [kind, emptyMap()])) as unknown as RealmState["byId"],
    indexes: Object.fromEntries(
      Object.keys(indexes).map((name) => [name, emptyMap()]),
    ) as unknown as RealmState["indexes"],
    counts: emptyMap(),
  };
}

/** The state after a change. What a change puts replaces what has the same kind and id. */
export function applyChanges(
  state: RealmState,
  changes: Changes,
  revision: number,
  changeId: string,
): RealmState {
  const next = {
    realm: state.realm,
    revision,
    changeId,
    byId: { ...state.byId } as Record<Kind, OrderedMap<Entity>>,
    indexes: { ...state.indexes } as Record<IndexName, OrderedMap<Entity>>,
    counts: state.counts,
  };
  for (const [kind, edits] of editsByKind(changes)) {
    const before = next.byId[kind];
    next.byId[kind] = before.edit((draft) => {
      for (const { id, entity } of edits) {
        if (entity === undefined) draft.delete(id);
        else draft.set(id, entity);
      }
    });
    for (const name of indexesOfKind.get(kind) ?? []) {
      next.indexes[name] = reindex(name, next.indexes[name], before, edits);
    }
    next.counts = recount(next.counts, kind, before, edits);
  }
  return next as unknown as RealmState;
}

interface Edit {
  readonly id: string;
  /** undefined: taken away. */
  readonly entity: Entity | undefined;
}

/** The last word on each entity wins, so that a batch may put the same one several times. */
function editsByKind(changes: Changes): Map<Kind, readonly Edit[]> {
  const byKind = new Map<Kind, Map<string, Edit>>();
  const note = (kind: Kind, id: string, entity: Entity | undefined): void => {
    remember(byKind, kind, () => new Map<string, Edit>()).set(id, { id, entity });
  };
  for (const entity of changes.remove) note(entity.kind, entity.id, undefined);
  for (const entity of changes.put) note(entity.kind, entity.id, entity);
  return new Map([...byKind].map(([kind, edits]) => [kind, [...edits.values()]]));
}

function reindex(
  name: IndexName,
  index: OrderedMap<Entity>,
  before: OrderedMap<Entity>,
  edits: readonly Edit[],
): OrderedMap<Entity> {
  const put = new Map<string, Entity>();
  for (const { entity } of edits) {
    if (entity !== undefined) for (const key of keysIn(name, entity)) put.set(key, entity);
  }
  // One entity of a batch may take a key that another one leaves, and most keep theirs.
  const left: string[] = [];
  for (const { id } of edits) {
    const old = before.get(id);
    if (old !== undefined) left.push(...keysIn(name, old).filter((key) => !put.has(key)));
  }
  if (put.size + left.length === 0) return index;
  return index.edit((draft) => {
    for (const key of left) draft.delete(key);
    for (const [key, entity] of put) draft.set(key, entity);
  });
}

function recount(
  counts: OrderedMap<number>,
  kind: Kind,
  before: OrderedMap<Entity>,
  edits: readonly Edit[],
): OrderedMap<number> {
  const deltas = new Map<string, number>();
  const add = (name: keyof typeof counted, entity: Entity | undefined, by: number): void => {
    if (entity === undefined) return;
    for (const key of keysIn(name, entity)) {
      const count = counted[name] + SEPARATOR + key.slice(0, key.indexOf(SEPARATOR));
      deltas.set(count, (deltas.get(count) ?? 0) + by);
    }
  };
  for (const name of indexesOfKind.get(kind) ?? []) {
    if (!(name in counted)) continue;
    for (const { id, entity } of edits) {
      add(name as keyof typeof counted, before.get(id), -1);
      add(name as keyof typeof counted, entity, 1);
    }
  }
  if (![...deltas.values()].some((delta) => delta !== 0)) return counts;
  return counts.edit((draft) => {
    for (const [key, delta] of deltas) {
      const count = (draft.get(key) ?? 0) + delta;
      if (count === 0) draft.delete(key);
      else draft.set(key, count);
    }
  });
}

/** How many users, groups and roles a managed policy is attached to. */
export function attachmentCount(state: RealmState, policyArn: string): number {
  return state.counts.get(`attachments${SEPARATOR}${policyArn}`) ?? 0;
}

/** How many users and roles have a managed policy as their boundary. */
export function boundaryCount(state: RealmState, policyArn: string): number {
  return state.counts.get(`boundaries${SEPARATOR}${policyArn}`) ?? 0;
}
