import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyPrograms, type Unprivileged, unprivileged } from "./programs.ts";
import { type Server, startServer } from "./server.ts";

/** Where the cluster of a run is. */
export interface ClusterPlace {
  readonly port: number;
  /** Holds the programs, and the unix socket. */
  readonly folder: string;
}

export type Cluster = Server;

/** The variable that names the unix socket on which a run of all tests tells where its cluster is. */
export const clusterVariable = "PORTCULLIS_TEST_CLUSTER";

let ours: Promise<ClusterPlace> | undefined;

/** The cluster of this run; where the test file runs alone, one that ends with this process. */
export function sharedCluster(): Promise<ClusterPlace> {
  const teller = process.env[clusterVariable];
  ours ??= teller === undefined ? startCluster() : askFor(teller);
  return ours;
}

function askFor(socket: string): Promise<ClusterPlace> {
  return new Promise((resolve, reject) => {
    let text = "";
    connect(socket)
      .setEncoding("utf8")
      .on("data", (part: string) => {
        text += part;
      })
      .on("error", reject)
      .on("close", () => {
        if (text === "") reject(new Error("the cluster of the tests did not start"));
        else resolve(JSON.parse(text) as ClusterPlace);
      });
  });
}

/** Starts a cluster of its own, whose superuser is `postgres`. */
export function startCluster(): Promise<Cluster> {
  return inNewFolder(async (folder, user) => {
    copyPrograms(folder, user);
    const arguments_ = [
      ...["-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
      // Syncing what is thrown away at the end takes longer than making it.
      ...["--no-sync", "--wal-segsize=1"],
    ];
    execFileSync(join(folder, "bin/initdb"), arguments_, {
      ...user,
      cwd: folder,
      env: { LC_ALL: "C" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    askMembersForPasswords(join(folder, "data/pg_hba.conf"));
    copyData(folder, "data", folder, "pristine", user);
    return await startServer({ programs: folder, folder, user });
  });
}

/** Who is a member of the role `scram` needs a password; everybody else is trusted. */
function askMembersForPasswords(path: string): void {
  writeFileSync(path, `host all +scram all scram-sha-256\n${readFileSync(path, "utf8")}`);
}

export interface PrivateServerOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Files for the folder of its data. */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * A server of the caller's own, for tests that stop it, pause it or need settings of their own: a tenth of a second
 * where a cluster takes more than one.
 */
export async function privateServer({ settings, files = {} }: PrivateServerOptions = {}): Promise<Server> {
  const { folder: programs } = await sharedCluster();
  return await inNewFolder((folder, user) => {
    copyData(programs, "pristine", folder, "data", user);
    for (const [name, text] of Object.entries(files)) addFile(join(folder, "data", name), text, user);
    return startServer({ programs, folder, user, ...(settings === undefined ? {} : { settings }) });
  });
}

/** A file that the server may read, and nobody else. */
export function addFile(path: string, text: string, user = unprivileged()): void {
  writeFileSync(path, text, { mode: 0o600 });
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

/** Below the folder for temporary files, because others must be able to enter it; short, as sockets' paths must be. */
async function inNewFolder(
  start: (folder: string, user: Unprivileged | undefined) => Promise<Server>,
): Promise<Server> {
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), "pg-"));
  try {
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    return await start(folder, user);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function copyData(
  from: string,
  name: string,
  to: string,
  newName: string,
  user: Unprivileged | undefined,
): void {
  const target = join(to, newName);
  cpSync(join(from, name), target, { recursive: true });
  chmodSync(target, 0o700);
  if (user === undefined) return;
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    lchownSync(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
  chownSync(target, user.uid, user.gid);
}
