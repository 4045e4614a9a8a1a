import { claimTaken } from "../claim-taken.ts";
import { StorageError } from "../contract.ts";
import { packedEventWidth } from "../packed-events.ts";
import type { Connection } from "./connection.ts";
import type { Events } from "./events.ts";
import { fillOver } from "./fill.ts";
import { lookUps } from "./look-ups.ts";
import type { PackedCommit, Verbs } from "./protocol.ts";
import { realmTables } from "./realms.ts";
import { deploymentTables, locatorTable, onceTable, usageTable } from "./small-tables.ts";
import { usageReads } from "./usage-reads.ts";

/** The verbs over one connection: which transaction each runs in, and what a commit is made of. */
export function verbsOver(
  connection: Connection,
  events: Events,
): Omit<Verbs, "beginDump" | "nextOfDump" | "endDump" | "wipe" | "close"> {
  const { read, write } = connection;
  const realms = realmTables(connection);
  const once = onceTable(connection);
  const usage = usageTable(connection);
  const locators = locatorTable(connection);
  const deployments = deploymentTables(connection);
  const fill = fillOver(connection, events);

  function writeAll(commit: PackedCommit): void {
    realms.write(commit.writes, commit.relied, Date.now());
    events.add(commit.events);
    for (const claim of commit.once) {
      if (!once.claim(claim)) throw claimTaken(claim);
    }
  }

  function commitAll(commit: PackedCommit): void {
    if (commit.writes.length > 0 && connection.losesRace(nameOf(commit))) {
      throw new StorageError("lost-race", "a race was lost by fault");
    }
    writeAll(commit);
  }

  return {
    deployment: () => read(deployments.read),
    begun: () => read(deployments.begun),
    initialize: (deployment, keys, first) =>
      write(false, () => {
        const begun = deployments.begun();
        deployments.make(deployment);
        if (begun) throw new StorageError("lost-race", "a fill of this database did not end");
        deployments.addKeys(keys);
        writeAll(first);
      }),
    keys: () => read(deployments.keys),
    replaceKeys: (before, next, commit) =>
      write(commit.urgent === true, () => {
        deployments.replaceKeys(before, next);
        commitAll(commit);
      }),
    formats: () => read(realms.formats),
    realmExists: (realm) => read(() => realms.exists(realm)),
    loadRealm: (realm) => read(() => realms.load(realm)),
    readEntity: (realm, kind, id) => read(() => realms.entity(realm, kind, id)),
    confirm: (of) =>
      read(() => ({
        incarnation: deployments.read()?.incarnation ?? "",
        clock: Date.now(),
        revisions: realms.revisions(of),
      })),
    commit: (commit) => write(commit.urgent === true, () => commitAll(commit)),
    wasCommitted: (commit) =>
      read(() => {
        const [change] = commit.writes;
        if (change !== undefined) return realms.hasChange(change);
        const [realm, writer, sequence, id] = commit.events as [string, string, number, string];
        if (commit.events.length > 0) return events.has({ realm, writer, sequence, id });
        return commit.once.every(({ realm, kind, id, body }) => once.read(realm, kind, id) === body);
      }),
    changesFrom: (realm, revision) => read(() => realms.changesFrom(realm, revision)),
    purgeChanges: (before, limit) => write(true, () => realms.purgeChanges(before, limit)),
    appendEvents: (rows, urgent) => write(urgent, () => events.add(rows)),
    findEvents: lookUps(connection, events),
    purgeEvents: (before, limit) => write(true, () => events.purge(before, limit)),
    claimOnce: (claim) => write(false, () => once.claim(claim)),
    readOnce: (realm, kind, id) => read(() => once.read(realm, kind, id)),
    purgeOnce: (before, limit) => write(true, () => once.purge(before, limit)),
    locate: (kind, value) => read(() => locators.locate(kind, value)),
    putLocator: (kind, value, realm) => write(true, () => locators.put(kind, value, realm)),
    mergeUsage: (rows) => write(false, () => usage.merge(rows)),
    readUsage: usageReads(connection, usage),
    removeUsage: (realm, kind, ids) => write(false, () => usage.remove(realm, kind, ids)),
    beginFill: () => write(false, fill.begin),
    fillPart: (part) => write(false, () => fill.add(part)),
    endFill: (deployment, counts) => write(false, () => fill.end(deployment, counts)),
  };
}

/** The same for every attempt of a commit: events are drawn once, changes only where there is no event. */
function nameOf({ writes, events }: PackedCommit): string {
  return events.length < packedEventWidth ? writes[0]!.changeId : `${events[1]} ${events[2]}`;
}
