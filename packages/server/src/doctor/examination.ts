import type { Config, DurableMode } from "../config/config.ts";
import type { DataDirectory } from "../data-directory/open-data-directory.ts";
import type { DeletionView } from "../event-deletion.ts";
import type { DatabaseView } from "./look-at-database.ts";
import type { KnownServer } from "./whose-server.ts";

/** What the checks look at. Whatever is slow was asked once, before the first of them. */
export interface Examination {
  readonly config: Config;
  /** undefined: an ephemeral server, which keeps nothing. */
  readonly kept: Kept | undefined;
  readonly server: KnownServer;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface Kept {
  readonly mode: DurableMode;
  /** The data directory, which may not be there yet. */
  readonly path: string;
  readonly files: DataDirectory["files"];
  readonly database: DatabaseView;
  /** undefined: the database is embedded, and knows no roles. */
  readonly deletion: DeletionView | undefined;
}
