import { type RestoreRequest, restoreBackup } from "@portcullis/server";
import { readArguments } from "../arguments.ts";
import { type ExitCode, type Surroundings, usageError } from "../command.ts";
import type { Command } from "../commands.table.ts";
import { placeRows, readPlace } from "../place-options.ts";
import { printable } from "../printable.ts";
import { renderText } from "./render-text.ts";

const help = `Usage: portcullis restore FILE [options]

Restores a backup into a place in which no deployment is, without a server. The whole file is verified first: that
it is complete, that the master key is the one that it was made under, and that the deployment itself wrote it. Nothing is
overwritten. A new incarnation begins: sessions that were issued before are refused. Access keys are valid as they were
when the backup was made, those that were deleted since as well: the list that is printed tells what came back.

Options:
  --data-dir PATH
      Folder to restore into, mode 0700; made where it is missing and no --database is named
      PORTCULLIS_DATA_DIR; default: ./portcullis-data
  --master-key-file PATH, --master-key-command PATH
      Where the master key of the server that made the backup is; none is ever made. May be given more than once, as for
      start
      PORTCULLIS_MASTER_KEY_FILE, …; default: master.key in the data directory, put there before
  --database URL, --database-password-file PATH, --database-ca-file PATH, --allow-plain-database
      PostgreSQL database to restore into, in place of SQLite in the data directory, as the role that owns its tables
      PORTCULLIS_DATABASE, …
  --retention-role NAME, --retention-password-file PATH
      Where the database is named as the servers' role: the one that may delete events
      PORTCULLIS_RETENTION_ROLE, …
  --as-new-deployment
      Make another deployment of it, which shares no key with its original; for a clone that runs beside it
  --format FORMAT
      text or json; default: text
`;

/** Those of `start` that say where a deployment is kept, and that take a value. */
const placeOptions = [
  "data-dir",
  "master-key-file",
  "master-key-command",
  "database",
  "database-password-file",
  "database-ca-file",
  "retention-role",
  "retention-password-file",
] as const;

interface Asked {
  readonly request: RestoreRequest;
  readonly format: string;
}

/** `portcullis restore`: puts a backup in the place of a deployment that is lost. */
export const restore: Command = {
  help: () => help,
  async run(argv, around: Surroundings): Promise<ExitCode> {
    const { out, err } = around;
    const asked = read(argv, around);
    if ("problem" in asked) {
      err.write(`portcullis restore: ${asked.problem} See portcullis restore --help.\n`);
      return usageError;
    }
    const restored = await restoreBackup(asked.request);
    if ("problem" in restored) {
      err.write(`portcullis restore: ${printable(restored.problem)}\n`);
      return 1;
    }
    out.write(asked.format === "json" ? `${JSON.stringify(restored, undefined, 2)}\n` : renderText(restored));
    return 0;
  },
};

function read(argv: readonly string[], { env }: Surroundings): Asked | { readonly problem: string } {
  const given = readArguments(argv, {
    ...placeRows(placeOptions),
    "as-new-deployment": { type: "boolean" },
    format: { type: "string" },
  });
  if ("problem" in given) return given;
  const { values, positionals } = given;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) return { problem: "It takes one backup." };
  const { format = "text" } = values;
  if (format !== "text" && format !== "json") return { problem: "--format must be text or json." };
  const config = readPlace(placeOptions, values, env);
  if ("problem" in config) return config;
  if (config.mode.kind === "ephemeral")
    return { problem: "An ephemeral server has nothing to restore into." };
  const asNewDeployment = values["as-new-deployment"] === true;
  return { request: { file, mode: config.mode, asNewDeployment }, format };
}
