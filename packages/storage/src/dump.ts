import type {
  Deployment,
  EntityRow,
  EventRow,
  KeyRow,
  OnceClaim,
  RealmId,
  RealmRevision,
  UsageRow,
} from "./contract.ts";

/** The rows of each table as a dump carries them, whatever the driver's own tables look like. */
export interface DumpTables {
  readonly deployment: Deployment;
  readonly key: KeyRow;
  readonly realm: RealmRevision;
  readonly entity: EntityRow & { readonly realm: RealmId };
  readonly event: EventRow;
  readonly once: OnceClaim;
  readonly locator: LocatorRow;
  readonly usage: UsageRow;
}

export interface LocatorRow {
  readonly kind: string;
  readonly value: string;
  readonly realm: RealmId;
}

export type DumpTable = keyof DumpTables;

/** In the order of a dump. The tail of changes is left out: it is not the truth, and ends where a copy begins. */
export const dumpTables = [
  "deployment",
  "key",
  "realm",
  "entity",
  "event",
  "once",
  "locator",
  "usage",
] as const satisfies readonly DumpTable[];

/** Some rows of one table: few enough to be held and kept in one go. */
export type DumpPart = {
  readonly [T in DumpTable]: { readonly table: T; readonly rows: readonly DumpTables[T][] };
}[DumpTable];

export type DumpCounts = Readonly<Record<DumpTable, number>>;

/** How many rows of each table; counts up by `count`. */
export function newDumpCounts(): Record<DumpTable, number> {
  return { deployment: 0, key: 0, realm: 0, entity: 0, event: 0, once: 0, locator: 0, usage: 0 };
}

/** Rows, and characters of their texts, in one part: other calls wait for so many to be read. */
const mostRows = 256;
const mostCharacters = 1 << 17;

/** Collects the rows of one table, and gives them by the part. */
export interface PartFilling<T extends DumpTable> {
  /** The part that this row filled. */
  add(row: DumpTables[T]): DumpPart | undefined;
  /** What is left, as the last part. */
  rest(): DumpPart | undefined;
}

export function partFilling<T extends DumpTable>(table: T): PartFilling<T> {
  let rows: DumpTables[T][] = [];
  let characters = 0;
  const rest = (): DumpPart | undefined => {
    if (rows.length === 0) return undefined;
    const part = { table, rows } as unknown as DumpPart;
    rows = [];
    characters = 0;
    return part;
  };
  return {
    add(row) {
      rows.push(row);
      characters += "body" in row ? row.body.length : "record" in row ? row.record.length : 0;
      return rows.length < mostRows && characters < mostCharacters ? undefined : rest();
    },
    rest,
  };
}
