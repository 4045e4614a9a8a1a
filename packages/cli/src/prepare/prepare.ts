import { type Config, type ConfigProblem, prepareDatabase } from "@portcullis/server";
import { readArguments } from "../arguments.ts";
import { type ExitCode, type Surroundings, usageError } from "../command.ts";
import type { Command } from "../commands.table.ts";
import { placeRows, readPlace } from "../place-options.ts";
import { printable } from "../printable.ts";

const help = `Usage: portcullis prepare --running-role NAME [--retention-role NAME] [options]

Makes the tables in a PostgreSQL database, or brings them to this version's format, as the role that owns them, and gives
the roles of servers what they need: the running one may write and read events and neither change nor delete them; the
retention one deletes those past their time and may do nothing else. Both roles are there already, and own nothing and
are members of nobody who does: others are refused, and nothing is changed. It may be run again, and while servers run.

Options:
  --running-role NAME
      Whom the servers' --database names
  --retention-role NAME
      Whom the servers' --retention-role names
  --database URL, --database-password-file PATH, --database-ca-file PATH, --allow-plain-database
      The database, as the role that owns it
      PORTCULLIS_DATABASE, …
`;

/** Those of `start` that say where the database is, and that take a value. */
const placeOptions = ["database", "database-password-file", "database-ca-file"] as const;
const roleOptions = ["running-role", "retention-role"] as const;

interface Asked {
  readonly config: Config;
  readonly running: string;
  readonly retention: string | undefined;
}

/** `portcullis prepare`: what the owner of a shared database does before servers with fewer rights use it. */
export const prepare: Command = {
  help: () => help,
  async run(argv, { env, err, out }: Surroundings): Promise<ExitCode> {
    const asked = read(argv, env);
    if ("problem" in asked) {
      err.write(`portcullis prepare: ${asked.problem} See portcullis prepare --help.\n`);
      return usageError;
    }
    const { config, running, retention } = asked;
    const database = config.mode.kind === "durable" ? config.mode.database : undefined;
    if (database === undefined) {
      err.write("portcullis prepare: --database names the database. See portcullis prepare --help.\n");
      return usageError;
    }
    const failed = await prepareDatabase(database, { running, retention });
    if (failed !== undefined) {
      err.write(`portcullis prepare: ${printable(failed.problem)}\n`);
      return 1;
    }
    out.write(
      `The tables are there, and ${[running, retention].filter(Boolean).join(" and ")} may use them.\n`,
    );
    return 0;
  },
};

function read(argv: readonly string[], env: Surroundings["env"]): Asked | ConfigProblem {
  const given = readArguments(argv, {
    ...placeRows(placeOptions),
    ...Object.fromEntries(roleOptions.map((name) => [name, { type: "string" } as const])),
  });
  if ("problem" in given) return given;
  const { values, positionals } = given;
  if (positionals.length > 0) return { problem: "It takes options only." };
  const [running, retention] = roleOptions.map((name) => values[name]);
  if (typeof running !== "string") return { problem: "--running-role names the role of the servers." };
  const config = readPlace(placeOptions, values, env);
  if ("problem" in config) return config;
  return { config, running, retention: typeof retention === "string" ? retention : undefined };
}
