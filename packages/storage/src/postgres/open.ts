import type { Storage } from "../contract.ts";
import type { Faults } from "../faults.ts";
import { OpenError } from "../open-error.ts";
import { type Deadlines, usualDeadlines } from "./deadlines.ts";
import { leastConnections, openLanes, usualConnections } from "./lanes.ts";
import { atPlace, placeOf } from "./place.ts";
import { readyTables } from "./prepare.ts";
import { storageOver } from "./storage.ts";
import type { PostgresTarget } from "./target.ts";

export interface PostgresOptions extends PostgresTarget {
  /** The same database as another role, which may delete events; without it the first one does. */
  readonly retention?: PostgresTarget;
  /** At most so many, see `lanes.ts`. The retention role has one more, and so has a dump. */
  readonly connections?: number;
  readonly deadlines?: Partial<Deadlines>;
  /** For tests. */
  readonly faults?: Faults;
}

/**
 * Opens a database that many nodes may share, and makes its tables where there are none. Rejects with an `OpenError`
 * whose message is one sentence for the operator.
 */
export async function openPostgres(options: PostgresOptions): Promise<Storage> {
  const { retention, connections = usualConnections, faults } = options;
  const deadlines = { ...usualDeadlines, ...options.deadlines };
  const running = placeOf(options);
  const cleaner = retention === undefined ? undefined : placeOf(retention);
  if (!Number.isInteger(connections) || connections < leastConnections) {
    throw new OpenError("cannot-open", `The database needs at least ${leastConnections} connections.`);
  }
  await atPlace(running, deadlines, readyTables);
  return storageOver(openLanes(running, cleaner, connections, deadlines), deadlines, faults?.cells);
}
