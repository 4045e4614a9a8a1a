import { changeBody, lastOfEach } from "../change-body.ts";
import type { Commit, EntityRow, EventRow, OnceClaim, OnceKey, RealmWrite, Reliance } from "../contract.ts";
import { type Block, blocksOf, valuesOf } from "../event-block.ts";
import { packEvents } from "../packed-events.ts";
import { bigints, integers, keptTexts, uuids } from "./arrays.ts";
import { blockId, valueHash } from "./event-keys.ts";
import { makingClaim } from "./making-claim.ts";

/** The parts of a commit, in their order: `realm` where it writes one that exists, `realms` where it writes any others. */
export type PartName =
  | "realm"
  | "realms"
  | "relied"
  | "claims"
  | "positions"
  | "puts"
  | "deletes"
  | "changes"
  | "blocks"
  | "values";

/** The rows of a part, a list for each column. */
export interface PartRows {
  readonly part: PartName;
  readonly columns: readonly Buffer[];
}

/** A commit as rows: the parts that it has any for, in their order. */
export function rowsOf({ writes, relied, once, events }: Omit<Commit, "urgent">): readonly PartRows[] {
  const byRealm = [...Map.groupBy(writes, ({ realm }) => realm).values()];
  const { puts, deletes } = entitiesOf(byRealm);
  const { blocks, values } = blocksAndValues(events);
  const ordinary = byRealm.length === 1 && writes[0]!.expected !== 0;
  const parts: PartRows[] = [];
  function add<T>(
    part: PartName,
    rows: readonly T[],
    columns: (rows: readonly T[]) => readonly Buffer[],
  ): void {
    if (rows.length > 0) parts.push({ part, columns: columns(rows) });
  }
  add(ordinary ? "realm" : "realms", byRealm, realmColumns);
  add("relied", relied, reliedColumns);
  add("claims", [...once, ...byRealm.flatMap(makingClaims)], claimColumns);
  add("positions", events, positionColumns);
  add("puts", puts, entityColumns);
  add("deletes", deletes, keyColumns);
  add("changes", writes, changeColumns);
  add("blocks", blocks, blockColumns);
  add("values", values, valueColumns);
  return parts;
}

function makingClaims([first]: readonly RealmWrite[]): OnceClaim[] {
  return first?.expected === 0 ? [makingClaim(first)] : [];
}

function reliedColumns(relied: readonly Reliance[]): Buffer[] {
  return [
    keptTexts(relied, ({ realm }) => realm),
    bigints(relied.map(({ revision }) => revision)),
    keptTexts(relied, ({ changeId }) => changeId ?? ""),
  ];
}

function realmColumns(byRealm: readonly (readonly RealmWrite[])[]): Buffer[] {
  return [
    keptTexts(byRealm, ([first]) => first!.realm),
    bigints(byRealm.map(([first]) => first!.expected)),
    bigints(byRealm.map((writes) => writes.at(-1)!.revision)),
    keptTexts(byRealm, (writes) => writes.at(-1)!.changeId),
    keptTexts(byRealm, ([first]) => first!.expectedChangeId ?? ""),
  ];
}

export function claimColumns(claims: readonly OnceClaim[]): Buffer[] {
  return [
    ...keyColumns(claims),
    bigints(claims.map(({ expires }) => expires)),
    keptTexts(claims, ({ body }) => body),
  ];
}

/** Of claims, and of entities, which are named alike. */
export function keyColumns(keys: readonly OnceKey[]): Buffer[] {
  return [
    keptTexts(keys, ({ realm }) => realm),
    keptTexts(keys, ({ kind }) => kind),
    keptTexts(keys, ({ id }) => id),
  ];
}

export function positionColumns(events: readonly EventRow[]): Buffer[] {
  return [
    keptTexts(events, ({ realm }) => realm),
    keptTexts(events, ({ writer }) => writer),
    bigints(events.map(({ sequence }) => sequence)),
    keptTexts(events, ({ id }) => id),
  ];
}

interface Put extends EntityRow {
  readonly realm: string;
}

/** What the writes of each realm leave of its entities. */
function entitiesOf(byRealm: readonly (readonly RealmWrite[])[]): {
  readonly puts: readonly Put[];
  readonly deletes: readonly OnceKey[];
} {
  const puts: Put[] = [];
  const deletes: OnceKey[] = [];
  for (const writes of byRealm) {
    const { realm } = writes[0]!;
    for (const { kind, id, row } of lastOfEach(writes)) {
      if (row === undefined) deletes.push({ realm, kind, id });
      else puts.push({ realm, ...row });
    }
  }
  return { puts, deletes };
}

function entityColumns(puts: readonly Put[]): Buffer[] {
  return [...keyColumns(puts), integers(puts.map(({ v }) => v)), keptTexts(puts, ({ body }) => body)];
}

function changeColumns(writes: readonly RealmWrite[]): Buffer[] {
  return [
    keptTexts(writes, ({ realm }) => realm),
    bigints(writes.map(({ revision }) => revision)),
    keptTexts(writes, ({ changeId }) => changeId),
    keptTexts(writes, changeBody),
  ];
}

interface NamedBlock extends Block {
  readonly id: string;
}

interface BlockValue extends Pick<NamedBlock, "realm" | "newest" | "id"> {
  readonly hash: bigint;
}

/** The events in blocks, and what each block is found by. */
function blocksAndValues(events: readonly EventRow[]): {
  readonly blocks: readonly NamedBlock[];
  readonly values: readonly BlockValue[];
} {
  const blocks: NamedBlock[] = [];
  const values: BlockValue[] = [];
  for (const block of blocksOf(packEvents(events))) {
    const { realm, newest, rows } = block;
    const id = blockId(newest);
    blocks.push({ ...block, id });
    for (const [kind, value] of valuesOf(rows.map((row) => events[row]!))) {
      values.push({ realm, newest, id, hash: valueHash(kind, value) });
    }
  }
  return { blocks, values };
}

function blockColumns(blocks: readonly NamedBlock[]): Buffer[] {
  return [
    keptTexts(blocks, ({ realm }) => realm),
    uuids(blocks.map(({ id }) => id)),
    bigints(blocks.map(({ oldest }) => oldest)),
    bigints(blocks.map(({ newest }) => newest)),
    keptTexts(blocks, ({ columns }) => columns),
    keptTexts(blocks, ({ records }) => records),
  ];
}

function valueColumns(values: readonly BlockValue[]): Buffer[] {
  return [
    keptTexts(values, ({ realm }) => realm),
    bigints(values.map(({ hash }) => hash)),
    bigints(values.map(({ newest }) => newest)),
    uuids(values.map(({ id }) => id)),
  ];
}
