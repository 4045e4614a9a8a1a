import { deletionProblem } from "../../event-deletion.ts";
import type { Examination } from "../examination.ts";
import { type Finding, fail, ok, warn } from "../finding.ts";

/** Whether whoever is to delete events past their time can: the first try of a server comes late, and in its log alone. */
export function checkRetention({ kept }: Examination): Finding {
  if (kept === undefined) return ok("An ephemeral server keeps nothing.");
  const { mode, deletion, database } = kept;
  if (mode.database === undefined || deletion === undefined)
    return ok("The server deletes events past their time by itself.");
  const problem = deletionProblem(mode.database, deletion);
  if ("refused" in deletion) {
    return database.found === "refused"
      ? warn("Whether events past their time are deleted cannot be told without the database.")
      : fail(problem ?? deletion.refused);
  }
  if (problem !== undefined) return warn(problem);
  return deletion.may === undefined
    ? ok(`The role ${deletion.role} can log in; there are no events yet that it could delete.`)
    : ok(`The role ${deletion.role} may delete events past their time.`);
}
