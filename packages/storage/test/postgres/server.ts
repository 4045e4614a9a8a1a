import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Unprivileged } from "./programs.ts";

/** A running PostgreSQL. It ends, and its folder goes, with the process that started it, however that ends. */
export interface Server {
  readonly port: number;
  /** Its process; every connection is a child of it. */
  readonly pid: number;
  /** Ends it at once, as a crash would but in order, and resolves when its folder is gone too. */
  end(): Promise<void>;
}

export interface ServerOptions {
  /** Where `bin` is. */
  readonly programs: string;
  /** Holds the folder `data` and the unix socket; removed at the end. */
  readonly folder: string;
  readonly user: Unprivileged | undefined;
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Waits until its input ends, which happens with the owner even when that is killed; then ends the server. A server
 * that was stopped by a signal goes on first, else it would not notice.
 */
const keeper = `
  folder=$1; shift
  "$@" </dev/null >"$folder/log" 2>&1 &
  server=$!
  trap '' INT HUP TERM
  cat >/dev/null
  kill -CONT $server $(cat /proc/$server/task/*/children 2>/dev/null) 2>/dev/null
  kill -QUIT $server 2>/dev/null
  wait $server
  rm -rf "$folder"
`;

const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  max_connections: "200",
  shared_buffers: "32MB",
  huge_pages: "off",
  // Its workers would come and go while tests count connections and measure time.
  autovacuum: "off",
};

export async function startServer(options: ServerOptions): Promise<Server> {
  const { programs, folder, user } = options;
  const port = options.port ?? (await freePort());
  const chosen = { ...settings, unix_socket_directories: folder, port: `${port}`, ...options.settings };
  const program = [
    join(programs, "bin/postgres"),
    "-D",
    join(folder, "data"),
    ...Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const child = spawn("/bin/sh", ["-c", keeper, "keeper", folder, ...program], {
    ...user,
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    stdio: ["pipe", "ignore", "ignore"],
    // Not in our group, so that an interrupt from the keyboard reaches it by its input alone.
    detached: true,
  });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  const end = () => endOf(child);
  try {
    return { port, pid: await ready(folder), end };
  } catch (error) {
    await end();
    throw error;
  }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.ref();
    child.once("exit", () => resolve());
    child.stdin?.end();
  });
}

const longestStart = 20_000;

/** The server's process id, once it takes connections: the first and the eighth line of this file say so. */
async function ready(folder: string): Promise<number> {
  for (const deadline = Date.now() + longestStart; Date.now() < deadline; await wait(10)) {
    const lines = read(join(folder, "data/postmaster.pid")).split("\n");
    if (lines[7]?.trim() === "ready") return Number(lines[0]);
  }
  throw new Error(`PostgreSQL did not start: ${read(join(folder, "log"))}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
