import type { Asker } from "@portcullis/services";
import type { EventRow } from "@portcullis/storage";
import { type Numbering, serviceEvent } from "../audit/service-event.ts";
import { accountRealm } from "../realms/realm-names.ts";

/** What the event tells of a backup. */
export interface WrittenFile {
  /** Without its folder. */
  readonly file: string;
  readonly size: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/**
 * A backup that is about to take its place, in the history of the account that asked for it. The event of the call comes
 * later, and where the database takes it no more there is none: this one is kept before there is a backup.
 */
export function backupEvent(
  numbering: Numbering,
  { file, size, sha256 }: WrittenFile,
  { account, principal, requestId }: Asker,
  time: number,
): EventRow {
  const details = { file, size, sha256, principal, requestId };
  return serviceEvent(numbering, { realm: accountRealm(account), name: "WriteBackup", time, details });
}
