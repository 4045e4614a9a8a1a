/** The server as a stranger runs it: a process of its own, started by its command. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Door } from "./server.ts";

const program = resolve(import.meta.dirname, "../../packages/cli/bin/portcullis.js");

export interface ChildServer extends Door, AsyncDisposable {
  readonly pid: number;
  /** What it wrote to standard error, and how it ended where it did. */
  readonly log: () => string;
  /** Resolves when its log has this text. Rejects where it ends before. */
  readonly logged: (text: string) => Promise<void>;
  /** What it wrote to standard output. */
  readonly output: () => string;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Ends it by signals, sent at once, and gives its exit code. */
  readonly stop: (...signals: NodeJS.Signals[]) => Promise<number | null>;
}

/** Starts `portcullis start` on free ports, and resolves when it takes requests. */
export async function startChild(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ChildServer> {
  const { child, written } = spawnServer(args, env);
  const log = () => written.log;
  const ended = once(child, "exit");
  const [endpoint, operate] = await Promise.race([
    addresses(child),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}: ${log()}`))),
  ]);
  const end = async (...signals: readonly NodeJS.Signals[]): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      for (const signal of signals) child.kill(signal);
      await ended;
    }
    return child.exitCode;
  };
  return {
    endpoint,
    port: Number(new URL(endpoint).port),
    operatePort: Number(new URL(operate).port),
    pid: child.pid ?? 0,
    log,
    async logged(text) {
      while (!log().includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the server ended without "${text}": ${log()}`);
        await Promise.race([once(child.stderr, "data"), ended]);
      }
    },
    output: () => written.output,
    kill: async () => void (await end("SIGKILL")),
    stop: (...signals) => end(...(signals.length === 0 ? (["SIGTERM"] as const) : signals)),
    [Symbol.asyncDispose]: async () => void (await end("SIGKILL")),
  };
}

/**
 * Runs `portcullis start` where it is expected not to take requests. Gives its exit code, the messages of its log and
 * everything that it wrote, to either stream.
 */
export async function runChild(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly messages: readonly string[]; readonly written: string }> {
  const { child, written } = spawnServer(args, env);
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const [code] = await once(child, "close");
  clearTimeout(timer);
  return {
    code,
    messages: written.log
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line).msg),
    written: written.output + written.log,
  };
}

function spawnServer(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program, "start", "--port", "0", "--host", "127.0.0.1", ...args], {
    env: { ...withoutPortcullis(process.env), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { output: "", log: "" };
  child.stdout.on("data", (text) => {
    written.output += text;
  });
  child.stderr.on("data", (text) => {
    written.log += text;
  });
  return { child, written };
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
