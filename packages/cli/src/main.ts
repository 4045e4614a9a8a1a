import manifest from "../package.json" with { type: "json" };
import { runCommand } from "./command.ts";

// Whoever reads the output may close it early (`| head`): nothing is left to do then.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
const code = await runCommand(process.argv.slice(2), {
  version: manifest.version,
  env: process.env,
  out: process.stdout,
  err: process.stderr,
  input: () => process.stdin,
});
// What is still open (a socket of a client that never reads) must not keep a stopped server alive.
process.exit(code);
