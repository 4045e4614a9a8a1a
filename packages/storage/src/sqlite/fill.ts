import { type Deployment, StorageError } from "../contract.ts";
import type { DumpCounts, DumpPart, DumpTables } from "../dump.ts";
import { packEvents } from "../packed-events.ts";
import type { Connection } from "./connection.ts";
import type { Events } from "./events.ts";
import { deploymentTables } from "./small-tables.ts";

/** Puts what a dump gave into empty tables. All of it runs inside the caller's transactions. */
export interface Fill {
  begin(): void;
  add(part: DumpPart): void;
  end(deployment: Deployment, counts: DumpCounts): void;
}

/** Where a dump's rows are kept; each event has one position, its block may be shared. */
const tableOf = {
  key: "key",
  realm: "realm",
  entity: "entity",
  event: "event_position",
  once: "once",
  locator: "locator",
  usage: "usage",
} as const satisfies Record<Exclude<keyof DumpTables, "deployment">, string>;

export function fillOver(connection: Connection, events: Events): Fill {
  const { db } = connection;
  const deployments = deploymentTables(connection);
  const addRealm = db.prepare("INSERT INTO realm (realm, revision, change_id) VALUES (?, ?, ?)");
  const addEntity = db.prepare("INSERT INTO entity (realm, kind, id, v, body) VALUES (?, ?, ?, ?, ?)");
  const addOnce = db.prepare("INSERT INTO once (realm, kind, id, expires, body) VALUES (?, ?, ?, ?, ?)");
  const addLocator = db.prepare("INSERT INTO locator (kind, value, realm) VALUES (?, ?, ?)");
  const addUsage = db.prepare("INSERT INTO usage (realm, kind, id, time, body) VALUES (?, ?, ?, ?, ?)");

  return {
    begin() {
      if (deployments.read() !== undefined) {
        throw new StorageError("lost-race", "the database holds a deployment already");
      }
      for (const table of [...Object.values(tableOf), "event_block", "event_value", "change"]) {
        db.exec(`DELETE FROM ${table}`);
      }
    },
    add(part) {
      switch (part.table) {
        case "deployment":
          throw new TypeError("the deployment is kept last");
        case "key":
          deployments.addKeys(part.rows);
          return;
        case "realm":
          for (const { realm, revision, changeId } of part.rows) addRealm.run(realm, revision, changeId);
          return;
        case "entity":
          for (const { realm, kind, id, v, body } of part.rows) addEntity.run(realm, kind, id, v, body);
          return;
        case "event":
          return events.add(packEvents(part.rows));
        case "once":
          for (const { realm, kind, id, expires, body } of part.rows)
            addOnce.run(realm, kind, id, expires, body);
          return;
        case "locator":
          for (const { kind, value, realm } of part.rows) addLocator.run(kind, value, realm);
          return;
        case "usage":
          for (const { realm, kind, id, time, body } of part.rows) addUsage.run(realm, kind, id, time, body);
          return;
      }
    },
    end(deployment, counts) {
      for (const [name, table] of Object.entries(tableOf) as [keyof typeof tableOf, string][]) {
        const kept = Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
        // Somebody else filled it too, or a dump gave a row twice.
        if (kept !== counts[name])
          throw new StorageError("lost-race", `${counts[name]} rows of ${name} became ${kept}`);
      }
      deployments.make(deployment);
    },
  };
}
