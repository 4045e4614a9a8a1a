import type { SharedDatabase } from "./config.ts";
import type { OptionValues } from "./read-options.ts";

/** The shared database that the options name; undefined: there is none. */
export function databaseOf(values: OptionValues): SharedDatabase | undefined {
  const url = values.database;
  if (url === undefined) return undefined;
  const role = values["retention-role"];
  return {
    url,
    passwordFile: values["database-password-file"],
    caFile: values["database-ca-file"],
    allowPlain: values["allow-plain-database"],
    retention: role === undefined ? undefined : { role, passwordFile: values["retention-password-file"] },
  };
}
