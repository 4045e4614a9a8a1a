import { unreadable } from "@portcullis/directory";
import type { Examination, Kept } from "../examination.ts";
import { type Finding, fail, ok, warn } from "../finding.ts";
import type { DatabaseFacts } from "../look-at-database.ts";
import { weakSettings } from "../weak-settings.table.ts";

/** Whether there is a database, and this version can serve what it holds. */
export function checkDatabase({ kept, server }: Examination): Finding {
  if (kept === undefined) return ok("An ephemeral server keeps nothing.");
  const { database, mode } = kept;
  const { where } = database;
  switch (database.found) {
    case "nothing":
      return nothing(where, mode.database !== undefined);
    case "unmerged":
      return server.state === "answers"
        ? ok(`The database ${where} is in use by the running server, and is left alone.`)
        : warn(
            `The database ${where} is in use, or its server was killed: the next start recovers what it committed last.`,
          );
    case "older-format":
      return warn(
        `The database ${where} has ${tablesOf(mode, database.format)}: the next start of this version brings them to the newest, after which older versions refuse it.`,
      );
    case "refused":
      return fail(database.problem);
    case "read":
      return held(where, database.value, mode);
  }
}

/** Each kind of database counts the formats of its own tables. */
function tablesOf({ database }: Kept["mode"], format: number): string {
  return `tables of ${database === undefined ? "SQLite" : "PostgreSQL"}, format ${format}`;
}

function nothing(where: string, shared: boolean): Finding {
  return shared
    ? warn(`The database ${where} holds no installation yet: the first node to start makes one.`)
    : warn(`There is no database ${where} yet: the first start makes one.`);
}

function held(where: string, facts: DatabaseFacts, mode: Kept["mode"]): Finding {
  const { begun, deployment, formats } = facts;
  if (deployment === undefined && begun)
    return fail(
      `A restore into the database ${where} has not ended: let it go on, or run it again where it was cut off.`,
    );
  const weak = weakness(where, facts);
  if (deployment === undefined)
    return weak ?? warn(`The database ${where} holds no installation yet: the first start makes one.`);
  const newer = unreadable(formats);
  if (newer !== undefined)
    return fail(`The database holds ${newer}: start the version that wrote it, or a newer one.`);
  const { id, format, partition } = deployment;
  return (
    weak ??
    ok(`The database ${where} holds deployment ${id} (partition ${partition}; ${tablesOf(mode, format)}).`)
  );
}

function weakness(where: string, { settings }: DatabaseFacts): Finding | undefined {
  if (settings === undefined) return undefined;
  const weak = (Object.keys(weakSettings) as readonly (keyof typeof weakSettings)[]).filter((name) =>
    Object.hasOwn(weakSettings[name], settings[name]),
  );
  if (weak.length === 0) return undefined;
  const values = weak.map((name) => `${name} = ${settings[name]} (${weakSettings[name][settings[name]]})`);
  return warn(`The database ${where} has ${values.join(" and ")}: set ${weak.join(" and ")} to on.`);
}
