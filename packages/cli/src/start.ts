import { loadConfig, renderStartHelp, startServer } from "@portcullis/server";
import { usageError } from "./command.ts";
import type { Command } from "./commands.table.ts";

/** `portcullis start`: serves until SIGTERM or SIGINT. */
export const start: Command = {
  help: renderStartHelp,
  async run(argv, { env, err, version }) {
    const config = loadConfig(argv, env);
    if ("problem" in config) {
      err.write(`portcullis start: ${config.problem} See portcullis start --help.\n`);
      return usageError;
    }
    return startServer(config, { version });
  },
};
