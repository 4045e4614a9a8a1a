import { randomUUID } from "node:crypto";
import { checkCommit } from "../check-commit.ts";
import { type Commit, type Storage, StorageError } from "../contract.ts";
import { type FaultCells, racesLostBy } from "../faults.ts";
import { fillFrom } from "../fill.ts";
import { writeCommit } from "./commits.ts";
import type { Deadlines } from "./deadlines.ts";
import { addKeys, makeDeployment, readDeployment, readKeys, replaceKeys } from "./deployment.ts";
import { dump } from "./dump.ts";
import { findEvents } from "./events.ts";
import { unlessUnreachable, withFaults } from "./faults.ts";
import { beginFill, endFill, fillPart, wholeTablesLimit } from "./fill.ts";
import type { Lane } from "./lane.ts";
import type { Lanes } from "./lanes.ts";
import { beginMaking, endMaking, isBegun } from "./making.ts";
import { purgeEvents } from "./purge-events.ts";
import { changesFrom, confirm, formats, loadRealm, purgeChanges, readEntity, realmExists } from "./realms.ts";
import type { Session } from "./session.ts";
import {
  claimOnce,
  locate,
  mergeUsage,
  purgeOnce,
  putLocator,
  readOnce,
  readUsage,
  removeUsage,
} from "./small-tables.ts";
import { wasCommitted } from "./was-committed.ts";

/** The verbs: on which lane each runs, and how long it may take. */
export function storageOver(lanes: Lanes, deadlines: Deadlines, faults: FaultCells | undefined): Storage {
  type Run<T> = (session: Session) => Promise<T>;

  async function read<T>(lane: Lane, limit: number, run: Run<T>): Promise<T> {
    unlessUnreachable(faults);
    return await lane.use(limit, run);
  }

  async function write<T>(run: Run<T>, lane = lanes.commit, limit = deadlines.commit): Promise<T> {
    unlessUnreachable(faults);
    return await lane.use(limit, (session) => withFaults(faults, session, run));
  }

  const point = <T>(run: Run<T>) => read(lanes.point, deadlines.read, run);
  const tail = <T>(run: Run<T>) => read(lanes.tail, deadlines.read, run);
  const purge = (run: Run<number>, lane = lanes.upkeep) => write(run, lane, deadlines.purge);
  const losesRace = racesLostBy(faults);
  let dumping = false;

  return {
    deployment: () => tail(readDeployment),
    begun: () => tail(isBegun),
    async initialize(deployment, keys, first) {
      checkCommit(first);
      await write((session) =>
        session.transaction(async (inside) => {
          const maker = randomUUID();
          const fresh = await beginMaking(inside, maker);
          await makeDeployment(inside, deployment);
          if (!fresh) throw new StorageError("lost-race", "a fill of this database did not end");
          await addKeys(inside, keys);
          await writeCommit(inside, first);
          await endMaking(inside, maker);
        }),
      );
    },
    keys: () => tail(readKeys),
    async replaceKeys(before, next, commit) {
      checkCommit(commit);
      await write((session) =>
        session.transaction(async (inside) => {
          await replaceKeys(inside, before, next);
          await writeCommit(inside, commit);
        }),
      );
    },
    formats: () => read(lanes.bulk, deadlines.load, formats),
    realmExists: (realm) => point((session) => realmExists(session, realm)),
    loadRealm: (realm) => read(lanes.bulk, deadlines.load, (session) => loadRealm(session, realm)),
    readEntity: (realm, kind, id) => point((session) => readEntity(session, realm, kind, id)),
    confirm: (realms) => read(lanes.tail, deadlines.confirm, (session) => confirm(session, realms)),
    async commit(commit) {
      checkCommit(commit);
      await write((session) => {
        if (commit.writes.length > 0 && losesRace(nameOf(commit)))
          throw new StorageError("lost-race", "a race was lost by fault");
        return writeCommit(session, commit);
      });
    },
    wasCommitted: (commit) =>
      read(lanes.commit, deadlines.settle, (session) => wasCommitted(session, commit)),
    changesFrom: (realm, revision) => tail((session) => changesFrom(session, realm, revision)),
    purgeChanges: (before, limit) => purge((session) => purgeChanges(session, before, limit)),
    async appendEvents(events) {
      if (events.length === 0) return;
      await write((session) => writeCommit(session, { writes: [], relied: [], events, once: [] }));
    },
    findEvents: (query) => read(lanes.events, deadlines.find, (session) => findEvents(session, query)),
    purgeEvents: (before, limit) => purge((session) => purgeEvents(session, before, limit), lanes.retention),
    claimOnce: (claim) => write((session) => claimOnce(session, claim)),
    readOnce: (realm, kind, id) => point((session) => readOnce(session, { realm, kind, id })),
    purgeOnce: (before, limit) => purge((session) => purgeOnce(session, before, limit)),
    locate: (kind, value) => point((session) => locate(session, kind, value)),
    putLocator: (kind, value, realm) => write((session) => putLocator(session, kind, value, realm)),
    mergeUsage: (rows) => write((session) => mergeUsage(session, rows)),
    readUsage: (realm, which) =>
      read(lanes.bulk, which?.startingWith === undefined ? deadlines.load : deadlines.read, (session) =>
        readUsage(session, realm, which),
      ),
    removeUsage: (realm, kind, ids) =>
      write((session) => removeUsage(session, realm, kind, ids), lanes.upkeep, deadlines.purge),
    async *dump() {
      unlessUnreachable(faults);
      if (dumping) throw new StorageError("try-again", "another dump is under way");
      dumping = true;
      try {
        yield* dump(await lanes.connect(deadlines.load));
      } finally {
        dumping = false;
      }
    },
    fill(parts) {
      const maker = randomUUID();
      const fill = (run: Run<void>, limit: number, lane = lanes.upkeep) =>
        write((session) => session.transaction(run), lane, limit);
      return fillFrom(parts, {
        begin: () =>
          fill((session) => {
            // Where one role may do both, the lane is this one, and is held.
            const asRetention = (run: Run<void>) =>
              lanes.retention === lanes.upkeep ? run(session) : fill(run, wholeTablesLimit, lanes.retention);
            return beginFill(session, maker, asRetention);
          }, wholeTablesLimit),
        add: (part) => fill((session) => fillPart(session, maker, part), deadlines.load),
        end: (deployment, counts) =>
          fill((session) => endFill(session, maker, deployment, counts), wholeTablesLimit),
      });
    },
    close: () => lanes.close(),
  };
}

/** The same for every attempt of a commit: events are drawn once, changes only where there is no event. */
function nameOf({ writes, events: [event] }: Commit): string {
  return event === undefined ? writes[0]!.changeId : `${event.writer} ${event.sequence}`;
}
