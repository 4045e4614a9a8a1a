import { changeBody, lastOfEach } from "../change-body.ts";
import type { Commit, EventRow, OnceClaim, OnceKey, RealmWrite } from "../contract.ts";
import { blocksOf, eventsOf, valuesOf } from "../event-block.ts";
import { packEvents } from "../packed-events.ts";
import { bigints, integers, keptTexts, uuids } from "./arrays.ts";
import { blockId, valueHash } from "./event-keys.ts";

/** The values of `commitStatement`, a list for each column. */
export function commitValues(commit: Omit<Commit, "urgent">): Buffer[] {
  const byRealm = [...Map.groupBy(commit.writes, ({ realm }) => realm).values()];
  return [
    ...realmColumns(byRealm),
    keptTexts(commit.relied, ({ realm }) => realm),
    bigints(commit.relied.map(({ revision }) => revision)),
    keptTexts(commit.relied, ({ changeId }) => changeId ?? ""),
    ...claimColumns([...commit.once, ...byRealm.flatMap(makingClaims)]),
    ...positionColumns(commit.events),
    ...entityColumns(byRealm),
    ...changeColumns(commit.writes),
    ...blockColumns(commit.events),
  ];
}

/**
 * Who makes a realm claims its change's id too. Whoever wants a commit never to happen claims it before: of a realm
 * that is not there, nothing else could be moved so that the commit loses its race.
 */
export const makingKind = "storage/made";
const makingLife = 24 * 3_600_000;

export function makingClaim({ realm, changeId }: RealmWrite): OnceClaim {
  return { realm, kind: makingKind, id: changeId, expires: Date.now() + makingLife, body: "" };
}

function makingClaims([first]: readonly RealmWrite[]): OnceClaim[] {
  return first?.expected === 0 ? [makingClaim(first)] : [];
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

function entityColumns(byRealm: readonly (readonly RealmWrite[])[]): Buffer[] {
  const outcomes = byRealm.flatMap((writes) => {
    const { realm } = writes[0]!;
    return [...lastOfEach(writes)].map((outcome) => ({ realm, ...outcome }));
  });
  const puts = outcomes.filter(({ row }) => row !== undefined);
  const deletes = outcomes.filter(({ row }) => row === undefined);
  return [
    ...keyColumns(puts),
    integers(puts.map(({ row }) => row!.v)),
    keptTexts(puts, ({ row }) => row!.body),
    ...keyColumns(deletes),
  ];
}

function changeColumns(writes: readonly RealmWrite[]): Buffer[] {
  return [
    keptTexts(writes, ({ realm }) => realm),
    bigints(writes.map(({ revision }) => revision)),
    keptTexts(writes, ({ changeId }) => changeId),
    keptTexts(writes, changeBody),
  ];
}

/** The events in blocks, and what each block is found by. */
function blockColumns(events: readonly EventRow[]): Buffer[] {
  const blocks = blocksOf(packEvents(events)).map((block) => ({ ...block, id: blockId(block.newest) }));
  const values = blocks.flatMap((block) =>
    valuesOf(eventsOf(block)).map(([part, value]) => ({ ...block, hash: valueHash(part, value) })),
  );
  return [
    keptTexts(blocks, ({ realm }) => realm),
    uuids(blocks.map(({ id }) => id)),
    bigints(blocks.map(({ oldest }) => oldest)),
    bigints(blocks.map(({ newest }) => newest)),
    keptTexts(blocks, ({ columns }) => columns),
    keptTexts(blocks, ({ records }) => records),
    keptTexts(values, ({ realm }) => realm),
    bigints(values.map(({ hash }) => hash)),
    bigints(values.map(({ newest }) => newest)),
    uuids(values.map(({ id }) => id)),
  ];
}
