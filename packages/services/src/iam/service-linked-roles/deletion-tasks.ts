import type { DeletionTask, RealmState } from "@portcullis/directory";

/** Tasks that an account keeps: of the latest deletions. AWS does not say how long it keeps one. */
const MOST_TASKS = 100;

/** Which go when one more comes. */
export function tasksToForget(state: RealmState): readonly DeletionTask[] {
  const more = state.byId["deletion-task"].size + 1 - MOST_TASKS;
  return more <= 0 ? [] : [...state.indexes.deletionTasksByAge.values()].slice(0, more);
}
