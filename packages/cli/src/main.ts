import manifest from "../package.json" with { type: "json" };
import { runCommand } from "./command.ts";

const code = await runCommand(process.argv.slice(2), {
  version: manifest.version,
  env: process.env,
  out: process.stdout,
  err: process.stderr,
});
// What is still open (a socket of a client that never reads) must not keep a stopped server alive.
process.exit(code);
