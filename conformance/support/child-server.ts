/** The server as a stranger runs it: a process of its own, started by its command. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Door } from "./server.ts";

const program = resolve(import.meta.dirname, "../../packages/cli/bin/portcullis.js");

export interface ChildServer extends Door, AsyncDisposable {
  readonly pid: number;
  /** What it wrote to standard error. */
  readonly log: () => string;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Ends it by a signal and gives its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `portcullis start` on free ports, and resolves when it takes requests. */
export async function startChild(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ChildServer> {
  const child = spawn(process.execPath, [program, "start", "--port", "0", "--host", "127.0.0.1", ...args], {
    env: { ...withoutPortcullis(process.env), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text) => {
    log += text;
  });
  const ended = once(child, "exit");
  const [endpoint, operate] = await Promise.race([
    addresses(child),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}: ${log}`))),
  ]);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  };
  return {
    endpoint,
    port: Number(new URL(endpoint).port),
    operatePort: Number(new URL(operate).port),
    pid: child.pid ?? 0,
    log: () => log,
    kill: async () => void (await end("SIGKILL")),
    stop: (signal = "SIGTERM") => end(signal),
    [Symbol.asyncDispose]: async () => void (await end("SIGKILL")),
  };
}

async function addresses(child: ChildProcess): Promise<readonly [string, string]> {
  const found: string[] = [];
  if (child.stdout === null) throw new Error("nothing can be read of the server");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = / (?:at) (http:\/\/\S+)/.exec(line)?.[1];
    if (url !== undefined) found.push(url);
    const [endpoint, operate] = found;
    if (endpoint !== undefined && operate !== undefined) return [endpoint, operate];
  }
  return new Promise(() => undefined);
}

function withoutPortcullis(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith("PORTCULLIS_") && name !== "NODE_OPTIONS"),
  );
}
