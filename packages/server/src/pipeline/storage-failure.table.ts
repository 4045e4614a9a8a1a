import { throttled } from "@portcullis/services";
import type { StorageErrorKind } from "@portcullis/storage";
import type { Failure } from "@portcullis/wire";

const unavailable: Failure = {
  code: "ServiceUnavailable",
  message: "The request has failed due to a temporary failure of the server.",
};

/**
 * What a caller is told of the storage's failures. Clients try again on all of them; after `unknown` the change may
 * have happened, and its repetition then meets what it made.
 */
export const storageFailure: Readonly<Record<StorageErrorKind, Failure>> = {
  "lost-race": unavailable,
  "try-again": throttled,
  unknown: unavailable,
  away: unavailable,
};
