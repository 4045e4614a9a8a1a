import { type EventDeletion, lookAtDeletion, OpenError } from "@portcullis/storage";
import type { SharedDatabase } from "./config/config.ts";
import { databaseTargets } from "./database-targets.ts";

/** What a shared database tells of the role that is to delete events past their time. */
export type DeletionView =
  | EventDeletion
  /** Why it does not log in, as a sentence. */
  | { readonly refused: string };

type Look = (database: SharedDatabase) => Promise<EventDeletion>;

/** As the role that deletes: the retention role, where one is given. */
export const lookAsDeleter: Look = (database) => {
  const { running, retention } = databaseTargets(database);
  return lookAtDeletion(retention ?? running);
};

export async function viewOfDeletion(
  database: SharedDatabase,
  look: Look = lookAsDeleter,
): Promise<DeletionView> {
  try {
    return await look(database);
  } catch (error) {
    if (error instanceof OpenError) return { refused: error.message };
    throw error;
  }
}

/** Why events past their time stay, for the operator; undefined: nothing is known that speaks against their deletion. */
export function deletionProblem({ retention }: SharedDatabase, view: DeletionView): string | undefined {
  const who = retention === undefined ? "that role" : `the role ${retention.role}`;
  if ("refused" in view) return `${view.refused} Until ${who} can log in, events past their time stay.`;
  if (view.may !== false) return undefined;
  const help =
    retention === undefined ? "name one that may with --retention-role" : "run portcullis prepare with it";
  return `The role ${view.role} may not delete events, and those past their time stay: ${help}.`;
}
