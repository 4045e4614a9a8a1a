/** What each role may do with each table. Whoever owns the tables may do everything. */
export interface Grant {
  readonly running: string;
  readonly retention?: string;
}

// UPDATE stands also where rows are only locked: https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE
export const grants = {
  format: { running: "SELECT", retention: "SELECT" },
  deployment: { running: "SELECT, INSERT, UPDATE" },
  key: { running: "SELECT, INSERT, DELETE" },
  realm: { running: "SELECT, INSERT, UPDATE, DELETE" },
  entity: { running: "SELECT, INSERT, UPDATE, DELETE" },
  change: { running: "SELECT, INSERT, UPDATE, DELETE" },
  once: { running: "SELECT, INSERT, UPDATE, DELETE" },
  locator: { running: "SELECT, INSERT, DELETE" },
  usage: { running: "SELECT, INSERT, UPDATE, DELETE" },
  // The server that tells what happened cannot make it not have happened.
  event_block: { running: "SELECT, INSERT", retention: "SELECT, UPDATE, DELETE" },
  event_position: { running: "SELECT, INSERT", retention: "SELECT, DELETE" },
  event_value: { running: "SELECT, INSERT", retention: "SELECT, DELETE" },
} as const satisfies Record<string, Grant>;
