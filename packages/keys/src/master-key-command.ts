import { isAbsolute } from "node:path";
import { programProblem } from "./command-file.ts";
import { type CommandLimits, runCommand } from "./command-run.ts";
import { type MasterKey, MasterKeyError, MasterKeyUnavailable } from "./master-key.ts";

export type MasterKeyCommand =
  | { readonly ok: true; readonly masterKey: MasterKey }
  /** One sentence for the person who starts the server. */
  | { readonly ok: false; readonly message: string };

/** The exit code by which `unwrap` says that its key did not wrap these bytes. */
const notOurs = 3;

/**
 * The master key that a program of the operator's holds, or asks a service for: `PROGRAM wrap` and `PROGRAM unwrap` read
 * base64 from standard input and write base64 to standard output. What it wraps is opaque here, so the program must
 * authenticate it. Of what it writes to standard error nothing is kept: it may have been given a key to repeat.
 */
export async function commandMasterKey(path: string, limits?: CommandLimits): Promise<MasterKeyCommand> {
  if (!isAbsolute(path)) return { ok: false, message: "A master key command is named by an absolute path." };
  const problem = await programProblem(path);
  if (problem !== undefined) return { ok: false, message: problem };

  async function ask(verb: "wrap" | "unwrap", bytes: Uint8Array): Promise<Uint8Array> {
    // Again at every call: since the start its permissions may have been opened.
    const changed = await programProblem(path);
    if (changed !== undefined) throw new MasterKeyUnavailable(changed);
    const ended = await runCommand(path, verb, `${Buffer.from(bytes).toString("base64")}\n`, limits);
    if (ended.kind === "exit" && ended.code === notOurs && verb === "unwrap") throw new MasterKeyError();
    if (ended.kind !== "output") throw new MasterKeyUnavailable(sentence(path, verb, ended));
    const answer = bytesOf(ended.text);
    if (answer !== undefined) return answer;
    throw new MasterKeyUnavailable(`The master key command ${path} ${verb} did not write base64.`);
  }

  return {
    ok: true,
    masterKey: { wrap: (bytes) => ask("wrap", bytes), unwrap: (wrapped) => ask("unwrap", wrapped) },
  };
}

function sentence(
  path: string,
  verb: string,
  ended: Exclude<Awaited<ReturnType<typeof runCommand>>, { kind: "output" }>,
): string {
  const command = `The master key command ${path} ${verb}`;
  switch (ended.kind) {
    case "exit":
      return `${command} failed (exit code ${ended.code}); run it by hand to see what it says.`;
    case "signal":
      return `${command} was ended by ${ended.signal}.`;
    case "not-started":
      return `${command} cannot be started (${ended.code}).`;
    case "late":
      return `${command} took longer than ${ended.milliseconds / 1000} seconds.`;
    case "too-much":
      return `${command} wrote more than ${ended.bytes} bytes.`;
  }
}

/** Tools break base64 into lines; whatever else is no base64 is refused. */
function bytesOf(text: string): Uint8Array | undefined {
  const bare = text.replace(/[\r\n]/g, "");
  const bytes = Buffer.from(bare, "base64");
  return bytes.length > 0 && bytes.toString("base64") === bare ? Uint8Array.from(bytes) : undefined;
}
