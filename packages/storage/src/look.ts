import type { Storage } from "./contract.ts";

/** What a look at a database may ask: verbs of the contract that change nothing and hold nobody up. */
export type LookedAt = Pick<Storage, "deployment" | "keys" | "formats" | "confirm">;

/** What a look at a database found. */
export type Look<T> =
  | { readonly found: "nothing" }
  /** A server writes to it, or one was killed: what was committed last is not in the file yet. */
  | { readonly found: "unmerged" }
  /** The next start brings its tables to the newest format. */
  | { readonly found: "older-format"; readonly format: number }
  | { readonly found: "read"; readonly value: T };
