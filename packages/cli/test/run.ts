import { runCommand } from "../src/command.ts";

/** Runs a command as the program does, with its input as text or bytes. */
export async function run(
  argv: readonly string[],
  input: string | Uint8Array = "",
  env: Readonly<Record<string, string>> = {},
) {
  let out = "";
  let err = "";
  const code = await runCommand(argv, {
    version: "1.2.3",
    env: { ...env },
    out: { write: (written: string) => (out += written) },
    err: { write: (written: string) => (err += written) },
    input: async function* () {
      const bytes = Buffer.from(input as string);
      // In pieces, as a pipe gives it.
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    },
  });
  return { code, out, err };
}
