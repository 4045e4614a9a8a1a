import type { ServerSettings } from "@portcullis/storage";

/**
 * Values of a database server's settings with which less is kept than was acknowledged, and what comes of each.
 * Source: https://www.postgresql.org/docs/current/runtime-config-wal.html
 */
export const weakSettings: Readonly<Record<keyof ServerSettings, Readonly<Record<string, string>>>> = {
  fsync: {
    off: "a crash of its machine can destroy all that it holds",
  },
  full_page_writes: {
    off: "a crash of its machine can leave pages that are half written",
  },
  synchronous_commit: {
    off: "nodes wait for its disk all the same, and what else writes to it does not",
    local: "commits wait for no standby, which may lack what was acknowledged last",
    remote_write: "a standby that crashes may lack what was acknowledged last",
  },
};
