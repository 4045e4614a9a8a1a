import type { Purpose } from "@portcullis/keys";

/**
 * What becomes of the data keys of each purpose in a restore: those of what is kept stay; those of what was handed out
 * are made anew, so that every session, marker and message of the time before is refused.
 */
export const restoredKeys: Readonly<Record<Purpose, "kept" | "new">> = {
  "at-rest": "kept",
  spool: "kept",
  session: "new",
  marker: "new",
  "authorization-message": "new",
  "sign-in": "new",
  delegation: "new",
};
