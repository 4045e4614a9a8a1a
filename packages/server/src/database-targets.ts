import { OpenError, type PostgresTarget, targetProblem } from "@portcullis/storage";
import type { SharedDatabase } from "./config/config.ts";
import { readPrivateFile } from "./data-directory/private-files.ts";

/** The database as its two roles reach it; without a second one the first deletes what is past its time. */
export interface DatabaseTargets {
  readonly running: PostgresTarget;
  readonly retention: PostgresTarget | undefined;
}

export function databaseTargets(database: SharedDatabase): DatabaseTargets {
  const { url, passwordFile, retention } = database;
  return {
    running: targetOf(database, url, passwordFile, "--database-password-file"),
    retention:
      retention === undefined
        ? undefined
        : targetOf(
            database,
            withRole(url, retention.role),
            retention.passwordFile,
            "--retention-password-file",
          ),
  };
}

/** What is wrong with how a database is named, as one sentence. Looks at nothing. */
export function databaseProblem(database: SharedDatabase): string | undefined {
  const { running, retention } = databaseTargets(database);
  return targetProblem(running) ?? (retention === undefined ? undefined : targetProblem(retention));
}

function targetOf(
  { caFile, allowPlain }: SharedDatabase,
  url: string,
  passwordFile: string | undefined,
  option: string,
): PostgresTarget {
  return {
    url,
    ...(passwordFile === undefined ? {} : { password: () => readPassword(passwordFile, option) }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(allowPlain ? { withoutTls: true } : {}),
  };
}

/**
 * Read at every new connection, so that a password is changed by changing its file.
 * @param option the one that named it
 */
function readPassword(path: string, option: string): string {
  const content = readPrivateFile(path, "followed");
  if ("problem" in content)
    throw new OpenError("cannot-open", `${option} cannot be used: ${content.problem}`);
  return content.toString("utf8").replace(/\r?\n$/, "");
}

/** The same database as another role, which has a password of its own. What is no address stays as it is. */
function withRole(url: string, role: string): string {
  const address = URL.parse(url);
  if (address === null) return url;
  const name = encodeURIComponent(role);
  // An address of a unix socket has no host before which a role could stand; its parameter is one, encoded as there.
  if (address.hostname === "") {
    address.searchParams.set("user", name);
  } else {
    address.username = name;
    address.password = "";
  }
  return address.href;
}
