/** `portcullis doctor` as an operator runs it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { runCommand } from "../../packages/cli/src/command.ts";

const program = resolve(import.meta.dirname, "../../packages/cli/bin/portcullis.js");

export interface Examined {
  readonly code: number | null;
  /** What was said under each name, after its level. */
  readonly says: Readonly<Record<string, string>>;
  readonly written: string;
}

/** The port on which nobody listens. */
const NOBODY = 1;

/** Runs the doctor as a process of its own, which `doctorHere` does in less time. */
export async function doctorOutside(args: readonly string[], operatorPort = NOBODY): Promise<Examined> {
  const child = spawn(process.execPath, [program, ...argumentsOf(args, operatorPort)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {},
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return examined(code, out, err);
}

/** Runs the doctor in this process, where no server runs; one may in a process of its own. */
export async function doctorHere(args: readonly string[], operatorPort = NOBODY): Promise<Examined> {
  const written = { out: "", err: "" };
  const code = await runCommand(argumentsOf(args, operatorPort), {
    version: "0",
    env: {},
    out: { write: (piece) => (written.out += piece) },
    err: { write: (piece) => (written.err += piece) },
    input: () => assert.fail("nothing is read"),
  });
  return examined(code, written.out, written.err);
}

function argumentsOf(args: readonly string[], operatorPort: number): readonly string[] {
  return ["doctor", "--format", "json", "--operator-port", String(operatorPort), ...args];
}

function examined(code: number | null, out: string, err: string): Examined {
  assert.equal(err, "");
  const { findings } = JSON.parse(out) as { findings: { name: string; level: string; sentence: string }[] };
  const says = findings.map(({ name, level, sentence }) => [name, `${level}: ${sentence}`]);
  return { code, says: Object.fromEntries(says), written: out };
}
