import { readArguments } from "../arguments.ts";
import { callPortcullis } from "../client/call.ts";
import { targetOf } from "../client/target.ts";
import { type ExitCode, type Surroundings, usageError } from "../command.ts";
import type { Command } from "../commands.table.ts";

const help = `Usage: portcullis backup [--format text|json]

Makes the running server write a backup of everything that it holds into the folder \`backups\` of its data directory, and
prints the SHA-256 of the file and its path there, as sha256sum does. The master key is not in it: keep that elsewhere.

Calls portcullis:CreateBackup, which principals of the operator's account may be permitted.
Reads these variables of AWS's clients and nothing else of theirs, no profile either: AWS_ENDPOINT_URL_PORTCULLIS or
AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, and AWS_REGION or AWS_DEFAULT_REGION.

Options:
  --format FORMAT
      text or json, the whole answer; default: text
`;

/** `portcullis backup`: a client of the API, as any other. */
export const backup: Command = {
  help: () => help,
  async run(argv, { env, out, err }: Surroundings): Promise<ExitCode> {
    const refuse = (problem: string): ExitCode => {
      err.write(`portcullis backup: ${problem} See portcullis backup --help.\n`);
      return usageError;
    };
    const read = readArguments(argv, { format: { type: "string" } });
    if ("problem" in read) return refuse(read.problem);
    const { format = "text" } = read.values;
    if (read.positionals.length > 0) return refuse("The server chooses the file: there is nothing to name.");
    if (format !== "text" && format !== "json") return refuse("--format must be text or json.");
    const target = targetOf(env);
    if ("problem" in target) return refuse(target.problem);
    const called = await callPortcullis(target, "CreateBackup", {});
    if (!called.ok) {
      err.write(`portcullis backup: ${called.problem}\n`);
      return 1;
    }
    const { Backup } = called.output;
    out.write(
      format === "json" ? `${JSON.stringify(Backup, undefined, 2)}\n` : `${Backup.Sha256}  ${Backup.Path}\n`,
    );
    return 0;
  },
};
