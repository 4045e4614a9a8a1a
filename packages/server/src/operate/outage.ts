import { StorageError } from "@portcullis/storage";
import type { Log } from "./log.ts";

/** What is said of one kind of work that the storage does not take. */
export interface OutageWords {
  /** To follow it: why, in parentheses. */
  readonly began: string;
  readonly over: () => string;
  /** Of an error that is none of the storage's. */
  readonly bug: string;
}

export interface Outage {
  failed(error: unknown): void;
  worked(): void;
}

/**
 * Tells the log of work that fails again and again while the storage is away: once when that begins, and once when it
 * is over. A bug is said each time, and where it stands.
 */
export function tellOutage(log: Pick<Log, "info" | "error">, words: OutageWords): Outage {
  let away = false;
  return {
    failed(error) {
      if (!(error instanceof StorageError)) {
        log.error({ err: error }, words.bug);
        return;
      }
      if (!away) log.error(`${words.began} (${error.message}).`);
      away = true;
    },
    worked() {
      if (away) log.info(words.over());
      away = false;
    },
  };
}
