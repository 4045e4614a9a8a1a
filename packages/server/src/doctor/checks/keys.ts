import { existsSync } from "node:fs";
import { type MasterKeys, MasterKeyUnavailable, openKeyRing, wrappedByFirst } from "@portcullis/keys";
import { openMasterKeys } from "../../master-keys.ts";
import type { Examination, Kept } from "../examination.ts";
import { type Finding, fail, ok, warn } from "../finding.ts";
import type { DatabaseFacts } from "../look-at-database.ts";

/** Whether a master key can be had, nobody else can, and it opens the data keys of the database. */
export async function checkKeys({ kept, server }: Examination): Promise<Finding> {
  if (kept === undefined) return ok("An ephemeral server makes its keys anew at each start.");
  const { mode, files, database } = kept;
  if (makesKey(kept)) return ok(`The first start makes the master key ${files.masterKey}.`);
  const masterKeys = await openMasterKeys(mode, files.masterKey, false);
  if ("problem" in masterKeys) return fail(masterKeys.problem);
  if (database.found === "read" && database.value.deployment !== undefined)
    return fitting(masterKeys, database.value, database.value.deployment);
  if (database.found === "nothing" || database.found === "read")
    return ok("The master key can be read; the first start makes data keys under it.");
  return warn(`The master key can be read; whether it fits cannot be told ${untilWhen(database, server)}.`);
}

function untilWhen({ found }: Kept["database"], server: Examination["server"]): string {
  if (found === "older-format") return "before a start has brought the tables to the newest format";
  if (found === "refused") return "without the database";
  // What runs may have been started with another key than the one that was given here.
  return server.state === "answers"
    ? "while the running server has the database"
    : "while the database is in use or not recovered";
}

/** As a start does: in the data directory, where nothing was ever kept and no other key was named. */
function makesKey({ mode, files, database }: Kept): boolean {
  const named = mode.masterKeyFiles.length + mode.masterKeyCommands.length > 0;
  const never = database.found === "nothing" && mode.database === undefined;
  return never && !named && !existsSync(files.masterKey);
}

async function fitting(
  masterKeys: MasterKeys,
  { keys: rows }: DatabaseFacts,
  { id: deploymentId, keyCheck }: NonNullable<DatabaseFacts["deployment"]>,
): Promise<Finding> {
  try {
    const opened = await openKeyRing({ deploymentId, keyCheck, rows, masterKey: masterKeys });
    if (!opened.ok) return fail(opened.message);
    if (!(await wrappedByFirst(masterKeys, keyCheck)))
      return warn(
        "The keys of the database are not wrapped by the first master key yet: run portcullis rekey.",
      );
    return ok("The master key fits the database and opens its data keys.");
  } catch (error) {
    if (error instanceof MasterKeyUnavailable) return fail(error.message);
    throw error;
  }
}
