import { changeBody, lastOfEach } from "../change-body.ts";
import type { Commit, EventRow, OnceClaim, RealmWrite } from "../contract.ts";
import { blocksOf, eventsOf, valuesOf } from "../event-block.ts";
import { packEvents } from "../packed-events.ts";
import { blockId, valueHash } from "./event-keys.ts";
import { kept } from "./kept-text.ts";

/** The values of `commitStatement`, a list for each column. */
export function commitValues(commit: Omit<Commit, "urgent">): unknown[] {
  const byRealm = [...Map.groupBy(commit.writes, ({ realm }) => realm).values()];
  return [
    ...realmColumns(byRealm),
    commit.relied.map(({ realm }) => kept(realm)),
    commit.relied.map(({ revision }) => revision),
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

function realmColumns(byRealm: readonly (readonly RealmWrite[])[]): unknown[] {
  return [
    byRealm.map(([first]) => kept(first!.realm)),
    byRealm.map(([first]) => first!.expected),
    byRealm.map((writes) => writes.at(-1)!.revision),
    byRealm.map((writes) => kept(writes.at(-1)!.changeId)),
  ];
}

export function claimColumns(claims: readonly OnceClaim[]): unknown[] {
  return [
    claims.map(({ realm }) => kept(realm)),
    claims.map(({ kind }) => kept(kind)),
    claims.map(({ id }) => kept(id)),
    claims.map(({ expires }) => expires),
    claims.map(({ body }) => kept(body)),
  ];
}

export function positionColumns(events: readonly EventRow[]): unknown[] {
  return [
    events.map(({ realm }) => kept(realm)),
    events.map(({ writer }) => kept(writer)),
    events.map(({ sequence }) => sequence),
    events.map(({ id }) => kept(id)),
  ];
}

function entityColumns(byRealm: readonly (readonly RealmWrite[])[]): unknown[] {
  const puts: [string[], string[], string[], number[], string[]] = [[], [], [], [], []];
  const deletes: [string[], string[], string[]] = [[], [], []];
  for (const writes of byRealm) {
    const realm = kept(writes[0]!.realm);
    for (const { kind, id, row } of lastOfEach(writes)) {
      const [realms, kinds, ids] = row === undefined ? deletes : puts;
      realms.push(realm);
      kinds.push(kept(kind));
      ids.push(kept(id));
      if (row === undefined) continue;
      puts[3].push(row.v);
      puts[4].push(kept(row.body));
    }
  }
  return [...puts, ...deletes];
}

function changeColumns(writes: readonly RealmWrite[]): unknown[] {
  return [
    writes.map(({ realm }) => kept(realm)),
    writes.map(({ revision }) => revision),
    writes.map(({ changeId }) => kept(changeId)),
    writes.map((write) => kept(changeBody(write))),
  ];
}

/** The events in blocks, and what each block is found by. */
function blockColumns(events: readonly EventRow[]): unknown[] {
  const blocks = blocksOf(packEvents(events)).map((block) => ({ ...block, id: blockId(block.newest) }));
  const values = blocks.flatMap((block) =>
    valuesOf(eventsOf(block)).map(([part, value]) => ({ block, hash: valueHash(part, value) })),
  );
  return [
    blocks.map(({ realm }) => kept(realm)),
    blocks.map(({ id }) => id),
    blocks.map(({ oldest }) => oldest),
    blocks.map(({ newest }) => newest),
    blocks.map(({ columns }) => kept(columns)),
    blocks.map(({ records }) => kept(records)),
    values.map(({ block }) => kept(block.realm)),
    values.map(({ hash }) => hash),
    values.map(({ block }) => block.newest),
    values.map(({ block }) => block.id),
  ];
}
