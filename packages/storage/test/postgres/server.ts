import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Unprivileged } from "./programs.ts";

/** A PostgreSQL server. It ends, and its folder goes, with the process that started it, however that ends. */
export interface Server {
  readonly port: number;
  /** Holds the data and the unix socket. */
  readonly folder: string;
  /** Its process; every connection is a child of it. */
  pid(): number;
  /** Stops it as an operator does (`fast`, connections are told), at once (`immediate`), or as a crash does (`kill`). */
  stop(how: StopMode): Promise<void>;
  start(): Promise<void>;
  /** No process of it runs on until `resume`; connections stay. */
  pause(): void;
  resume(): void;
  /** Resolves when it and its folder are gone. */
  end(): Promise<void>;
}

const signals = { fast: "SIGINT", immediate: "SIGQUIT", kill: "SIGKILL" } as const;
export type StopMode = keyof typeof signals;

export interface ServerOptions {
  /** Where `bin` is. */
  readonly programs: string;
  /** Holds `data`; removed at the end. */
  readonly folder: string;
  readonly user: Unprivileged | undefined;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts the server at every line of its input, and ends it with its input, which ends with the owner even when that
 * is killed. A server that is paused goes on first, else it would not notice.
 */
const keeper = `
  folder=$1; shift
  server=
  trap '' INT HUP TERM
  while read -r line; do
    [ -z "$server" ] || wait "$server"
    "$@" </dev/null >>"$folder/log" 2>&1 &
    server=$!
  done
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
  // What its tests end is processes, and those leave what they wrote with the system. The long runs sync all the same.
  fsync: process.env.PORTCULLIS_SOAK === undefined ? "off" : "on",
};

export async function startServer({ programs, folder, user, ...options }: ServerOptions): Promise<Server> {
  const port = await freePort();
  const chosen = { ...settings, unix_socket_directories: folder, port: `${port}`, ...options.settings };
  const program = [
    join(programs, "bin/postgres"),
    ...["-D", join(folder, "data")],
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
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const input = child.stdin as typeof child.stdin & { unref(): void };
  child.unref();
  input.unref();
  let pid = 0;

  const server: Server = {
    port,
    folder,
    pid: () => pid,
    async stop(how) {
      const all = processes(pid);
      process.kill(pid, signals[how]);
      while (all.some(isAlive)) await wait(5);
    },
    async start() {
      input.write("start\n");
      pid = await ready(folder);
    },
    pause() {
      // The server first, so that it does not start what takes the place of a child.
      for (const one of processes(pid)) signal(one, "SIGSTOP");
    },
    resume() {
      for (const one of processes(pid)) signal(one, "SIGCONT");
    },
    async end() {
      child.ref();
      input.end();
      await exited;
    },
  };
  try {
    await server.start();
    return server;
  } catch (error) {
    await server.end();
    throw error;
  }
}

const longestStart = 20_000;

/** The server's process id, once it takes connections: the first and the eighth line of this file say so. */
async function ready(folder: string): Promise<number> {
  for (const deadline = Date.now() + longestStart; Date.now() < deadline; await wait(10)) {
    const lines = read(join(folder, "data/postmaster.pid")).split("\n");
    if (lines[7]?.trim() === "ready" && isAlive(Number(lines[0]))) return Number(lines[0]);
  }
  throw new Error(`PostgreSQL did not start: ${read(join(folder, "log"))}`);
}

/** A process of a connection may have ended since it was listed. */
function signal(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The server's process and its children. */
function processes(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => stateOf(one)?.parent === pid);
  return [pid, ...children];
}

function isAlive(pid: number): boolean {
  const state = stateOf(pid)?.state;
  // What ended is a zombie until its parent asks for it, and dead for the moment in which that takes it away.
  return state !== undefined && state !== "Z" && state !== "X";
}

/** From `/proc/…/stat`, whose second field is a name in brackets that may hold anything. */
function stateOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  const text = read(`/proc/${pid}/stat`);
  const [state, parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return state === undefined || state === "" ? undefined : { state, parent: Number(parent) };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** A port that nobody listens on just now. */
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
