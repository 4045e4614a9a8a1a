import type { EntityKey, EntityRow, RealmId, RealmWrite } from "./contract.ts";

type Body = readonly [
  puts: readonly (readonly [kind: string, id: string, v: number, body: string])[],
  deletes: readonly (readonly [kind: string, id: string])[],
];

/** What a write did, as one text for the tail of changes. */
export function changeBody({ puts, deletes }: RealmWrite): string {
  const body: Body = [
    puts.map(({ kind, id, v, body }) => [kind, id, v, body]),
    deletes.map(({ kind, id }) => [kind, id]),
  ];
  return JSON.stringify(body);
}

/** The write again, from a row of the tail. */
export function writeOf(realm: RealmId, revision: number, changeId: string, body: string): RealmWrite {
  const [puts, deletes] = JSON.parse(body) as Body;
  return {
    realm,
    expected: revision - 1,
    revision,
    changeId,
    puts: puts.map(([kind, id, v, body]) => ({ kind, id, v, body })),
    deletes: deletes.map(([kind, id]) => ({ kind, id })),
  };
}

/** What becomes of one entity. */
export interface Outcome extends EntityKey {
  /** undefined: it is gone. */
  readonly row: EntityRow | undefined;
}

/** What consecutive writes of a realm leave of each entity; within one write, deletes come before puts. */
export function lastOfEach(writes: readonly RealmWrite[]): Iterable<Outcome> {
  const last = new Map<string, Outcome>();
  for (const { puts, deletes } of writes) {
    for (const { kind, id } of deletes) last.set(`${kind}\0${id}`, { kind, id, row: undefined });
    for (const row of puts) last.set(`${row.kind}\0${row.id}`, { kind: row.kind, id: row.id, row });
  }
  return last.values();
}
