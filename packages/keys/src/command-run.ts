import { type ChildProcess, spawn } from "node:child_process";

export interface CommandLimits {
  readonly milliseconds: number;
  /** Of what it writes. */
  readonly bytes: number;
}

export type CommandEnd =
  | { readonly kind: "output"; readonly text: string }
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "not-started"; readonly code: string }
  | { readonly kind: "late"; readonly milliseconds: number }
  | { readonly kind: "too-much"; readonly bytes: number };

/** A key service far away answers within seconds, and what wraps a key of 32 bytes is short. */
const usual: CommandLimits = { milliseconds: 10_000, bytes: 64 << 10 };

/**
 * What a program may know of this process's surroundings: where programs, settings and certificates are, and how to
 * speak. Everything else, and above all what this process was given as a secret, stays here.
 */
const handedOn: readonly string[] = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "HTTPS_PROXY",
  "NO_PROXY",
];

/**
 * Runs `path verb` without a shell, gives it `input`, and takes what it writes where it ends with 0. Never rejects. The
 * program has a process group of its own, which is ended as a whole when the program is late or writes too much.
 */
export function runCommand(
  path: string,
  verb: string,
  input: string,
  { milliseconds, bytes }: CommandLimits = usual,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(path, [verb], {
      cwd: "/",
      env: surroundings(process.env),
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (how: CommandEnd): void => {
      clearTimeout(timer);
      resolve(how);
    };
    const giveUp = (how: CommandEnd): void => {
      killGroup(child);
      child.stdout.destroy();
      end(how);
    };
    const timer = setTimeout(() => giveUp({ kind: "late", milliseconds }), milliseconds);
    child.on("error", (error) => {
      end({ kind: "not-started", code: "code" in error ? String(error.code) : "unknown error" });
    });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > bytes) giveUp({ kind: "too-much", bytes });
    });
    // A program that ends without reading says why by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.on("close", (code, signal) => {
      if (signal !== null) return end({ kind: "signal", signal });
      if (code !== 0) return end({ kind: "exit", code: code ?? -1 });
      end({ kind: "output", text: Buffer.concat(chunks).toString("latin1") });
    });
  });
}

function surroundings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(handedOn.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
