/** Attack: a backup is taken while its event cannot be kept. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openSqlite, StorageError } from "@portcullis/storage";
import { callsOf, eventsOf } from "./support/calls.ts";
import { startOver } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-attack-backup-event-"));
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** A server whose database fails in one way as soon as a backup is being copied, until it is mended. */
async function failing(verb: "commit" | "appendEvents") {
  const path = join(folder, verb);
  let broken = false;
  let copying = false;
  const server = await startOver(path, {
    drivers: {
      async file(at) {
        const storage = await openSqlite({ path: at, reserveBytes: 0 });
        const away = () => Promise.reject(new StorageError("away", "the disk failed"));
        const real = storage[verb] as (...args: readonly unknown[]) => Promise<void>;
        return {
          ...storage,
          dump() {
            copying = true;
            return storage.dump();
          },
          [verb]: (...args: readonly unknown[]) => (broken && copying ? away() : real(...args)),
        };
      },
    },
  });
  broken = true;
  const by = callsOf(server, server.root);
  const { code } = await by.own("CreateBackup");
  broken = false;
  return { server, by, code, files: readdirSync(join(path, "backups")) };
}

test("where the database takes no events there is no backup, nor a part of one", async () => {
  const { server, code, files } = await failing("appendEvents");
  await using _ = server;
  assert.equal(code, "BackupFailedException");
  assert.deepEqual(files, []);
});

test("where only the event of the call fails another one names file, caller and request", async () => {
  const { server, by, code, files } = await failing("commit");
  await using _ = server;
  assert.equal(code, "ServiceUnavailableException");
  const written = (await eventsOf(by)).filter(({ EventName }) => EventName === "WriteBackup");
  assert.deepEqual(
    written.map(({ record }) => record.serviceEventDetails.file),
    files,
  );
  assert.equal(files.length, 1);
  const { principal, requestId } = written[0]?.record.serviceEventDetails ?? {};
  assert.equal(principal, `arn:aws:iam::${server.account}:root`);
  assert.match(requestId, /^[0-9a-f-]{36}$/);
});
