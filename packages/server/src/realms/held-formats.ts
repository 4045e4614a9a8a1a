import { unreadable } from "@portcullis/directory";
import type { Storage } from "@portcullis/storage";
import type { FileProblem } from "../data-directory/private-files.ts";

/**
 * Why this version cannot serve what the database holds, of all its realms; undefined: it can. Asked before anything
 * is answered, because a realm that is met later is only refused by itself.
 */
export async function formatsProblem(storage: Pick<Storage, "formats">): Promise<FileProblem | undefined> {
  const held = unreadable(await storage.formats());
  return held === undefined
    ? undefined
    : { problem: `The database holds ${held}: start the version that wrote it, or a newer one.` };
}
