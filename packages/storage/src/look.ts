import type { Storage } from "./contract.ts";

/** Settings of a database's server on which it depends that what was acknowledged stays. */
export const settingNames = ["fsync", "full_page_writes", "synchronous_commit"] as const;

/** As the server reports them, for the role that looks. */
export type ServerSettings = Readonly<Record<(typeof settingNames)[number], string>>;

/** What a look at a database may ask: what changes nothing and holds nobody up. */
export interface LookedAt extends Pick<Storage, "begun" | "deployment" | "keys" | "formats" | "confirm"> {
  /** undefined: it is embedded, and has none. */
  readonly settings: ServerSettings | undefined;
}

/** What a look at a database found. */
export type Look<T> =
  | { readonly found: "nothing" }
  /** A server writes to it, or one was killed: what was committed last is not in the file yet. */
  | { readonly found: "unmerged" }
  /** The next start brings its tables to the newest format. */
  | { readonly found: "older-format"; readonly format: number }
  | { readonly found: "read"; readonly value: T };
