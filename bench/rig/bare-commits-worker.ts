import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

const db = new DatabaseSync(workerData as string);
// The settings of packages/storage/src/sqlite/database.ts.
db.exec(`
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
`);
const insert = db.prepare("INSERT INTO row (body) VALUES (?)");
const body = "x".repeat(300);

parentPort?.on("message", () => {
  insert.run(body);
  parentPort?.postMessage("done");
});
parentPort?.postMessage("open");
