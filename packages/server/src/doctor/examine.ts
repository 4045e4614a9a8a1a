import { resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { filesIn } from "../data-directory/open-data-directory.ts";
import { viewOfDeletion } from "../event-deletion.ts";
import { askServer } from "./ask-server.ts";
import { type Check, checks } from "./checks.table.ts";
import type { Examination, Kept } from "./examination.ts";
import { type Finding, fail } from "./finding.ts";
import { type DatabaseLooks, databaseLooks, lookAtDatabase } from "./look-at-database.ts";
import { whoseServer } from "./whose-server.ts";

/** What a check found, under its name. */
export interface NamedFinding extends Finding {
  readonly name: string;
}

/** What an examination touches of its surroundings; tests bring their own. */
export interface Instruments {
  readonly looks?: DatabaseLooks;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Milliseconds that a running server has to answer. */
  readonly patience?: number;
}

/** Looks at everything that a start with these options would use. Changes nothing, and makes no file. */
export async function examine(
  config: Config,
  instruments: Instruments = {},
): Promise<readonly NamedFinding[]> {
  const { looks = databaseLooks, now = Date.now, patience } = instruments;
  const [kept, answers] = await Promise.all([
    keptBy(config, looks),
    askServer(config.listen.operatorPort, patience),
  ]);
  const examination: Examination = { config, kept, server: whoseServer(answers, kept), now: now() };
  const found: NamedFinding[] = [];
  for (const check of checks) found.push({ name: check.name, ...(await findingOf(check, examination)) });
  return found;
}

async function keptBy({ mode }: Config, looks: DatabaseLooks): Promise<Kept | undefined> {
  if (mode.kind === "ephemeral") return undefined;
  const path = resolve(mode.dataDirectory);
  const files = filesIn(path);
  const [database, deletion] = await Promise.all([
    lookAtDatabase(mode.database, files.database, looks),
    mode.database && viewOfDeletion(mode.database, looks.deletion),
  ]);
  return { mode, path, files, database, deletion };
}

/** What a check could not find out is not well. */
async function findingOf({ run }: Check, examination: Examination): Promise<Finding> {
  try {
    return await run(examination);
  } catch (error) {
    return fail(`This could not be looked at: ${error instanceof Error ? error.message : "unknown error"}.`);
  }
}
