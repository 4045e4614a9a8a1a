import { loadConfig, loadDoctor } from "@portcullis/server";
import { type ExitCode, type Surroundings, usageError } from "../command.ts";
import type { Command } from "../commands.table.ts";
import { readDoctorOptions } from "./options.ts";
import { renderJson, renderText, worstLevel } from "./render.ts";

const { checks, examine } = await loadDoctor();
const widest = Math.max(...checks.map(({ name }) => name.length));

const help = `Usage: portcullis doctor [--format FORMAT] [options of portcullis start]

Looks at what a start with the same options and environment would use, also beside a running server, as the same
user. It changes nothing and makes no file. One line each, ok, warn or fail:
${checks.map(({ name, about }) => `  ${name.padEnd(widest)}  ${about}`).join("\n")}

Options:
  --format FORMAT
      text, json; default: text

Exits with 0, with 1 if something fails, with 2 if it is called wrongly.
`;

/** `portcullis doctor`: what is well with an installation, and what is not. */
export const doctor: Command = {
  help: () => help,
  async run(argv, around) {
    const options = readDoctorOptions(argv);
    if ("problem" in options) return refuse(around, options.problem);
    const config = loadConfig(options.rest, around.env);
    if ("problem" in config) return refuse(around, config.problem);
    for (const warning of config.warnings) around.err.write(`portcullis doctor: ${warning}\n`);
    const found = await examine(config);
    around.out.write(options.format === "json" ? renderJson(found) : renderText(found));
    return worstLevel(found) === "fail" ? 1 : 0;
  },
};

function refuse({ err }: Surroundings, problem: string): ExitCode {
  err.write(`portcullis doctor: ${problem} See portcullis doctor --help.\n`);
  return usageError;
}
