import { setImmediate } from "node:timers/promises";
import manifest from "../package.json" with { type: "json" };
import { runCommand } from "./command.ts";
import { onlyWrites } from "./commands.table.ts";

const argv = process.argv.slice(2);
// Until it is known how the command went: where all that it waits for is gone, the process ends by itself.
process.exitCode = 1;
let unwritten: string | undefined;
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  // Whoever reads the output may close it early (`| head`). A command that does something goes on, and its exit status
  // says how that went.
  if (code !== "EPIPE") unwritten = code;
  else if (onlyWrites(argv[0] ?? "")) process.exit(0);
});
const code = await runCommand(argv, {
  version: manifest.version,
  env: process.env,
  out: process.stdout,
  err: process.stderr,
  input: () => process.stdin,
});
// An error of the last write is told after it.
await setImmediate();
if (unwritten !== undefined) {
  process.stderr.write(`portcullis: The output could not be written (${unwritten}).\n`);
}
// What is still open (a socket of a client that never reads) must not keep a stopped server alive.
process.exit(unwritten === undefined ? code : code || 1);
