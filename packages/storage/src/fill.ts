import { type Deployment, StorageError } from "./contract.ts";
import { type DumpCounts, type DumpPart, type DumpTable, newDumpCounts } from "./dump.ts";

export type FilledTable = Exclude<DumpTable, "deployment">;

/** Where both drivers keep a dump's rows; each event has one position, its block may be shared. */
export const keptIn: Readonly<Record<FilledTable, string>> = {
  key: "key",
  realm: "realm",
  entity: "entity",
  event: "event_position",
  once: "once",
  locator: "locator",
  usage: "usage",
};

/** A row of the realms that is there from the beginning of a fill to its end, and so stays where it does not end. */
export const makingRealm = "storage/making";

export const filledTables = Object.keys(keptIn) as readonly FilledTable[];

/** Throws lost-race where a table does not hold what was filled in: somebody else filled it too, or a row came twice. */
export function checkFilled(name: FilledTable, kept: number, counts: DumpCounts): void {
  if (kept !== counts[name]) {
    throw new StorageError("lost-race", `${counts[name]} rows of ${name} became ${kept}`);
  }
}

/** How a driver takes a dump in; each call is a transaction of its own. */
export interface Filling {
  begin(): Promise<void>;
  add(part: DumpPart): Promise<void>;
  end(deployment: Deployment, counts: DumpCounts): Promise<void>;
}

/** Fills a database part by part, the deployment last. */
export async function fillFrom(parts: AsyncIterable<DumpPart>, filling: Filling): Promise<void> {
  const counts = newDumpCounts();
  let deployment: Deployment | undefined;
  await filling.begin();
  for await (const part of parts) {
    counts[part.table] += part.rows.length;
    if (part.table === "deployment") deployment = part.rows[0];
    else await filling.add(part);
  }
  if (deployment === undefined) throw new TypeError("a dump without a deployment fills nothing");
  await filling.end(deployment, counts);
}
