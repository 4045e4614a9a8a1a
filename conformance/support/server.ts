/** Whole servers for tests: the front door is a port, and everything behind it is real. */
import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceIds } from "@portcullis/aws-model";
import { accountOfAccessKeyId, newAccessKeyId } from "@portcullis/directory";
import { loadConfig, startServer } from "@portcullis/server";
import type { Listening } from "../../packages/server/src/listen/listen.ts";
import { createLog } from "../../packages/server/src/operate/log.ts";
import { createMetrics } from "../../packages/server/src/operate/metrics.ts";
import type { StorageDrivers } from "../../packages/server/src/storage-drivers.ts";
import { isBalanced, startBalanced } from "./balanced.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a client needs to know of a server. */
export interface Door {
  /** URL of the AWS plane. */
  readonly endpoint: string;
  readonly port: number;
  readonly operatePort: number;
}

export interface TestServer extends Door, AsyncDisposable {
  readonly root: Credentials;
  /** The operator's account. */
  readonly account: string;
  /** Bearer token of the test controls. */
  readonly token: string;
  /** What it logged and wrote so far. */
  readonly written: () => string;
  /** Stops as a signal does; 0 where the stop was clean. */
  readonly stop: () => Promise<number>;
}

export interface ServerOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly drivers?: Partial<StorageDrivers>;
  /** Events that may wait to be stored. */
  readonly spoolEvents?: number;
  /** Milliseconds between two readings of the data keys. */
  readonly keysEvery?: number;
  /** Root's key pair of a lasting server, where no file keeps it. */
  readonly root?: Credentials;
}

/** Where everybody reaches the lasting servers of tests, by what these are told. */
const PUBLIC_URL = "https://iam.example.com";

/** The account of every ephemeral server. */
export const EPHEMERAL_ACCOUNT = "123456789012";

/** A server in this process that keeps nothing on disk. */
export async function startEphemeral(options: ServerOptions = {}): Promise<TestServer> {
  if (isBalanced()) return startBalanced(options);
  const env = {
    PORTCULLIS_ROOT_ACCESS_KEY_ID: newAccessKeyId("AKIA", EPHEMERAL_ACCOUNT, randomBytes),
    PORTCULLIS_ROOT_SECRET_ACCESS_KEY: randomBytes(30).toString("base64url"),
    PORTCULLIS_TEST_TOKEN: randomBytes(24).toString("base64url"),
    ...options.env,
  };
  const root = {
    accessKeyId: env.PORTCULLIS_ROOT_ACCESS_KEY_ID,
    secretAccessKey: env.PORTCULLIS_ROOT_SECRET_ACCESS_KEY,
  };
  return start(
    { ...options, args: ["--ephemeral", ...(options.args ?? [])], env },
    { token: env.PORTCULLIS_TEST_TOKEN, account: EPHEMERAL_ACCOUNT, root: () => root },
  );
}

/** A server in this process over a data directory. The umask of the process changes, as a lasting server's does. */
export async function startDurable(path: string, options: ServerOptions = {}): Promise<TestServer> {
  return isBalanced() ? startBalanced({ ...options, path }) : startOver(path, options);
}

/** One server over a data directory, also where servers are balanced. */
export async function startOver(path: string, options: ServerOptions = {}): Promise<TestServer> {
  return start(
    { ...options, args: ["--data-dir", path, "--public-url", PUBLIC_URL, ...(options.args ?? [])] },
    { token: "", account: undefined, root: () => options.root ?? readRootCredentials(path) },
  );
}

interface Known {
  readonly token: string;
  readonly account: string | undefined;
  readonly root: () => Credentials;
}

/** What a server that ended by itself left: its exit code, the messages of its log, and everything that it wrote. */
export interface Ended {
  readonly code: number;
  readonly messages: readonly string[];
  readonly written: string;
}

/** Starts a server in this process that is expected not to take requests. */
export async function startRefused(
  args: readonly string[],
  drivers?: Partial<StorageDrivers>,
): Promise<Ended> {
  const { code, written, started, stop } = begin({ args, ...(drivers && { drivers }) });
  const first = await Promise.race([started, code]);
  if (typeof first !== "number") {
    await stop();
    throw new Error(`the server started: ${written()}`);
  }
  const messages = written()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): string => JSON.parse(line).msg);
  return { code: first, messages, written: written() };
}

async function start(options: ServerOptions, known: Known): Promise<TestServer> {
  const { code, written, started, stop } = begin(options);
  const listening = await Promise.race([started, code]);
  if (typeof listening === "number") throw new Error(`the server did not start: ${written()}`);
  const port = listening.addresses.aws[0]?.port ?? 0;
  const root = known.root();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    operatePort: listening.addresses.operate[0]?.port ?? 0,
    root,
    account: known.account ?? accountOf(root),
    token: known.token,
    written,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

/** A server in this process, from its first step on. */
function begin(options: ServerOptions) {
  const config = loadConfig(["--host", "127.0.0.1", "--port", "0", ...(options.args ?? [])], {
    ...options.env,
  });
  if ("problem" in config) throw new Error(config.problem);
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  const signals = new EventEmitter();
  const { promise: started, resolve } = Promise.withResolvers<Listening>();
  const code = startServer(
    config,
    { version: "0" },
    {
      log: createLog(config.logLevel, { write }),
      metrics: createMetrics(serviceIds, "0"),
      out: { isTTY: false, write },
      signals,
      exit: (status) => write(`exit ${status}`),
      started: resolve,
      ...(options.drivers === undefined ? {} : { drivers: options.drivers }),
      ...(options.spoolEvents === undefined ? {} : { spoolEvents: options.spoolEvents }),
      ...(options.keysEvery === undefined ? {} : { keysEvery: options.keysEvery }),
    },
  );
  const stop = () => {
    signals.emit("SIGTERM");
    return code;
  };
  return { code, started, stop, written: () => lines.join("") };
}

/** The root key pair in the file that a first start leaves. */
export function readRootCredentials(path: string): Credentials {
  const text = readFileSync(join(path, "root-credentials"), "utf8");
  const value = (name: string) => new RegExp(`^export ${name}=(.+)$`, "m").exec(text)?.[1] ?? "";
  return { accessKeyId: value("AWS_ACCESS_KEY_ID"), secretAccessKey: value("AWS_SECRET_ACCESS_KEY") };
}

export function accountOf({ accessKeyId }: Credentials): string {
  return accountOfAccessKeyId(accessKeyId) ?? "";
}
