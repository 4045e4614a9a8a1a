/**
 * What the commands do, loaded when it is asked for: all of a server takes most of a second, and a command that calls one
 * needs none of it.
 */

export const startServer: typeof import("./start.ts").startServer = async (...args) =>
  (await import("./start.ts")).startServer(...args);

export const restoreBackup: typeof import("./backup/restore.ts").restoreBackup = async (...args) =>
  (await import("./backup/restore.ts")).restoreBackup(...args);

export const prepareDatabase: typeof import("./prepare-database.ts").prepareDatabase = async (...args) =>
  (await import("./prepare-database.ts")).prepareDatabase(...args);

/** The checks of `portcullis doctor`, and what makes them. */
export async function loadDoctor() {
  const [{ checks }, { examine }] = await Promise.all([
    import("./doctor/checks.table.ts"),
    import("./doctor/examine.ts"),
  ]);
  return { checks, examine };
}
