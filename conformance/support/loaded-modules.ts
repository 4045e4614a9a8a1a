/** Starts a server with the given options, stops it, and prints the modules that were loaded, one a line. */
import { EventEmitter } from "node:events";
import { registerHooks } from "node:module";

const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});

const { loadConfig, startServer } = await import("@portcullis/server");
const { createLog } = await import("../../packages/server/src/operate/log.ts");
const { createMetrics } = await import("../../packages/server/src/operate/metrics.ts");

const config = loadConfig(["--host", "127.0.0.1", "--port", "0", ...process.argv.slice(2)], {});
if ("problem" in config) throw new Error(config.problem);
const signals = new EventEmitter();
process.exitCode = await startServer(
  config,
  { version: "0" },
  {
    log: createLog("error"),
    metrics: createMetrics([], "0"),
    out: { isTTY: false, write: () => undefined },
    signals,
    exit: (code) => process.exit(code),
    started: () => void signals.emit("SIGTERM"),
  },
);
console.log(loaded.join("\n"));
