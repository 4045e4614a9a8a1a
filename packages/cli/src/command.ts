import { commandNames, commands, isCommandName } from "./commands.table.ts";

export interface Surroundings {
  readonly version: string;
  /** Secrets that a command takes are removed from it. */
  readonly env: { [name: string]: string | undefined };
  readonly out: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly err: { write(text: string): unknown };
  /** Standard input, opened where a command reads it. */
  readonly input: () => AsyncIterable<Uint8Array>;
}

/** 0 done, 1 failed, 2 called wrongly. */
export type ExitCode = 0 | 1 | 2;

export const usageError = 2;

/**
 * Runs `portcullis <command> …`.
 *
 * @param argv the arguments after the program's own name
 */
export async function runCommand(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const [first = "help", ...rest] = argv;
  switch (first) {
    case "--version":
    case "-v":
    case "version":
      around.out.write(`${around.version}\n`);
      return 0;
    case "--help":
    case "-h":
    case "help":
      return help(rest, around);
  }
  if (!isCommandName(first)) {
    around.err.write("portcullis: There is no such command; portcullis --help lists them.\n");
    return usageError;
  }
  const { load } = commands[first];
  const command = await load();
  if (rest.some((argument) => argument === "--help" || argument === "-h")) {
    around.out.write(command.help());
    return 0;
  }
  return command.run(rest, around);
}

async function help([name]: readonly string[], { out, err }: Surroundings): Promise<ExitCode> {
  if (name === undefined) {
    out.write(renderHelp());
    return 0;
  }
  if (!isCommandName(name)) {
    err.write("portcullis: There is no such command; portcullis --help lists them.\n");
    return usageError;
  }
  out.write((await commands[name].load()).help());
  return 0;
}

function renderHelp(): string {
  const lines = ["Usage: portcullis <command> [options]", "", "Commands:"];
  for (const name of commandNames) lines.push(`  ${name.padEnd(10)}${commands[name].summary}`);
  lines.push("  help      Show this, or a command's options", "  version   Show the version");
  return `${lines.join("\n")}\n`;
}
