import { OpenError, preparePostgres } from "@portcullis/storage";
import type { SharedDatabase } from "./config/config.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { databaseTargets } from "./database-targets.ts";

/** Roles of the database that are there already and own nothing of it. */
export interface DatabaseRoles {
  readonly running: string;
  readonly retention: string | undefined;
}

/**
 * Makes the tables, or brings them to the newest format, as the role that owns them, and gives the roles of servers what
 * they need and no more. A problem is one sentence.
 */
export async function prepareDatabase(
  database: SharedDatabase,
  { running, retention }: DatabaseRoles,
): Promise<FileProblem | undefined> {
  try {
    const roles = { running, ...(retention === undefined ? {} : { retention }) };
    await preparePostgres(databaseTargets(database).running, roles);
    return undefined;
  } catch (error) {
    if (error instanceof OpenError) return { problem: error.message };
    throw error;
  }
}
