import { serviceIds } from "@portcullis/aws-model";
import type { Config } from "./config/config.ts";
import { type BuildApp, type ExitCode, realSurroundings, runProcess, type Surroundings } from "./process.ts";

/** Each mode's code is loaded in that mode only. */
function buildAppOf(version: string): BuildApp {
  return async (config, context) => {
    const { mode } = config;
    if (mode.kind === "ephemeral") {
      const { ephemeralApp } = await import("./ephemeral-app.ts");
      return ephemeralApp(config, mode, version, context);
    }
    if (context.data === undefined) throw new Error("a durable server has a data directory");
    const { durableApp } = await import("./durable-app.ts");
    return durableApp(config, mode, context.data, version, context);
  };
}

/**
 * Serves until it is asked to stop.
 *
 * @param around what the process touches; by default the real surroundings
 */
export function startServer(
  config: Config,
  { version }: { readonly version: string },
  around: Surroundings = realSurroundings(config, serviceIds, version),
): Promise<ExitCode> {
  return runProcess(config, buildAppOf(version), around);
}
