import { checkCertificates } from "./checks/certificates.ts";
import { checkClock } from "./checks/clock.ts";
import { checkDatabase } from "./checks/database.ts";
import { checkFileModes } from "./checks/file-modes.ts";
import { checkKeys } from "./checks/keys.ts";
import { checkLag } from "./checks/lag.ts";
import { checkRetention } from "./checks/retention.ts";
import { checkServer } from "./checks/server.ts";
import type { Examination } from "./examination.ts";
import type { Finding } from "./finding.ts";

export interface Check {
  readonly name: string;
  /** What it looks at, for the help. */
  readonly about: string;
  readonly run: (examination: Examination) => Finding | Promise<Finding>;
}

/** What `portcullis doctor` looks at, in the order in which it says so. */
export const checks: readonly Check[] = [
  { name: "clock", about: "this machine's clock, beside the database's", run: checkClock },
  { name: "keys", about: "the master keys: readable, private, and those of this database", run: checkKeys },
  {
    name: "database",
    about: "what the database holds, and whether this version reads it",
    run: checkDatabase,
  },
  { name: "retention", about: "whether events past their time can be deleted", run: checkRetention },
  { name: "lag", about: "how old the state of the running server is", run: checkLag },
  { name: "certificates", about: "key, names and time of the certificates", run: checkCertificates },
  {
    name: "file modes",
    about: "who can reach the data directory and the files of passwords",
    run: checkFileModes,
  },
  { name: "server", about: "whether a server runs here, and takes requests", run: checkServer },
];
