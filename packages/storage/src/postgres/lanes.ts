import { type Connection, connectTo } from "./connection.ts";
import { type Deadlines, startDeadline } from "./deadlines.ts";
import { unreachable } from "./errors.ts";
import { type Lane, openLane } from "./lane.ts";
import type { Place } from "./place.ts";
import { limitsOf } from "./session-settings.ts";

/** The sorts of calls, each with connections of its own. */
export interface Lanes {
  /** Whatever becomes durable, and the question whether it did. */
  readonly commit: Lane;
  /** What a node must know to stay fresh, its keys among it. Nothing that strangers cause. */
  readonly tail: Lane;
  /** One row by its key: the only reads that callers cause before they have proved anything. */
  readonly point: Lane;
  /** Whole realms. */
  readonly bulk: Lane;
  /** Look-ups of events: who looks far back keeps nobody's account from being loaded. */
  readonly events: Lane;
  readonly upkeep: Lane;
  /** Deletes events. */
  readonly retention: Lane;
  /** A connection of its own, for what takes as long as its reader does; whoever asked for it ends it. */
  connect(limit: number): Promise<Connection>;
  close(): Promise<void>;
}

/** Reads of one row that may wait: so few that each is done in time where one takes ten milliseconds. */
const mostPointReads = 64;

/** Connections of each lane; `commit` has all the others. */
const shares = { tail: 2, point: 2, bulk: 2, events: 1, upkeep: 1 } as const;
const others = shares.tail + shares.point + shares.bulk + shares.events + shares.upkeep;

/** What a node has where nobody says otherwise, and what it cannot do with fewer than. */
export const usualConnections = 11;
export const leastConnections = others + 1;

export function openLanes(
  running: Place,
  retention: Place | undefined,
  connections: number,
  deadlines: Deadlines,
): Lanes {
  const { connect, confirm, read, commit, load, find, purge } = deadlines;
  const lane = (place: Place, most: number, limit: number, mostWaiting?: number): Lane =>
    openLane({ route: { ...place, limits: limitsOf(limit) }, most, mostWaiting, connectLimit: connect });
  const upkeep = lane(running, shares.upkeep, purge);
  const lanes = {
    commit: lane(running, connections - others, commit),
    tail: lane(running, shares.tail, Math.max(confirm, read)),
    point: lane(running, shares.point, read, mostPointReads),
    bulk: lane(running, shares.bulk, load),
    events: lane(running, shares.events, find),
    upkeep,
    retention: retention === undefined ? upkeep : lane(retention, 1, purge),
  };
  return {
    ...lanes,
    async connect(limit) {
      const deadline = startDeadline(connect);
      try {
        return await connectTo({ ...running, limits: limitsOf(limit) }, deadline.signal);
      } catch (error) {
        throw unreachable(error);
      } finally {
        deadline.clear();
      }
    },
    async close() {
      await Promise.all([...new Set(Object.values(lanes))].map((each) => each.close()));
    },
  };
}
