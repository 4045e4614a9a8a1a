import { type Deployment, StorageError } from "../contract.ts";
import type { DumpCounts, DumpPart } from "../dump.ts";
import { checkFilled, filledTables, keptIn, makingRealm } from "../fill.ts";
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

export function fillOver(connection: Connection, events: Events): Fill {
  const { db } = connection;
  const deployments = deploymentTables(connection);
  const addRealm = db.prepare("INSERT INTO realm (realm, revision, change_id) VALUES (?, ?, ?)");
  const removeRealm = db.prepare("DELETE FROM realm WHERE realm = ?");
  const addEntity = db.prepare("INSERT INTO entity (realm, kind, id, v, body) VALUES (?, ?, ?, ?, ?)");
  const addOnce = db.prepare("INSERT INTO once (realm, kind, id, expires, body) VALUES (?, ?, ?, ?, ?)");
  const addLocator = db.prepare("INSERT INTO locator (kind, value, realm) VALUES (?, ?, ?)");
  const addUsage = db.prepare("INSERT INTO usage (realm, kind, id, time, body) VALUES (?, ?, ?, ?, ?)");

  return {
    begin() {
      if (deployments.read() !== undefined) {
        throw new StorageError("lost-race", "the database holds a deployment already");
      }
      for (const table of [...Object.values(keptIn), "event_block", "event_run", "event_value", "change"]) {
        db.exec(`DELETE FROM ${table}`);
      }
      addRealm.run(makingRealm, 1, "");
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
      removeRealm.run(makingRealm);
      for (const name of filledTables) {
        const row = db.prepare(`SELECT count(*) AS n FROM ${keptIn[name]}`).get();
        checkFilled(name, Number(row?.n), counts);
      }
      deployments.make(deployment);
    },
  };
}
