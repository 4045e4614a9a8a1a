import { readFile } from "node:fs/promises";
import { Socket } from "node:net";
import { Client, type ClientConfig } from "pg";
import { StorageError } from "../contract.ts";
import { endsConnection } from "./errors.ts";
import { type Limits, type SessionSettings, settingsOf } from "./session-settings.ts";
import type { Address, PostgresTarget } from "./target.ts";

/** A statement is prepared once a connection, under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** One connection; one query at a time. Errors come out as they are. */
export interface Connection {
  query(statement: Statement, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Statements without values, not prepared; several may be separated by semicolons. */
  run(sql: string): Promise<void>;
  /** Whether the database stopped waiting for its synchronous standby when it committed the last query. */
  stoppedWaiting(): boolean;
  /** Whether nothing more can be asked of it. */
  lost(): boolean;
  /** Drops it at once; a query that waits for its answer is rejected. */
  destroy(): void;
  /** Says goodbye. */
  end(): Promise<void>;
}

/** Where to, and how. */
export interface Route {
  readonly target: PostgresTarget;
  readonly address: Address;
  readonly limits: Limits;
}

/** Connects to what takes commits. Gives up when `signal` says so. */
export async function connectTo(route: Route, signal: AbortSignal): Promise<Connection> {
  const socket = new Socket();
  const client = new Client(await configOf(route, socket));
  const connection = connectionOver(client, socket);
  const giveUp = () => connection.destroy();
  signal.addEventListener("abort", giveUp);
  try {
    signal.throwIfAborted();
    await client.connect();
    await greet(connection);
    return connection;
  } catch (error) {
    connection.destroy();
    if (signal.aborted) throw new StorageError("away", "the database does not answer");
    throw error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function configOf({ target, address, limits }: Route, socket: Socket): Promise<ClientConfig> {
  const { host, port, user, database, tls } = address;
  const settings: SessionSettings = settingsOf(limits);
  // What is left out, or false, `pg` looks for in the environment; then for the password in a file.
  return {
    host,
    port,
    user,
    database,
    password: async () => address.password ?? (await target.password?.()) ?? "",
    ssl: tls ? await tlsOptions(host, target.caFile) : false,
    sslnegotiation: "postgres",
    enableChannelBinding: true,
    application_name: "portcullis",
    client_encoding: "UTF8",
    replication: "false",
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value.replaceAll(" ", "\\ ")}`)
      .join(" "),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => socket,
    types: { getTypeParser: parserOf },
  } as ClientConfig;
}

async function tlsOptions(host: string, caFile: string | undefined) {
  return {
    ...(caFile === undefined ? {} : { ca: await readFile(caFile, "utf8") }),
    host,
    minVersion: "TLSv1.2",
    // Said here, a variable of the environment cannot turn it off.
    rejectUnauthorized: true,
  } as const;
}

/** Texts as they are, numbers as numbers, bytes as bytes; nothing becomes a date or an object. */
function parserOf(type: number): (text: string) => unknown {
  switch (type) {
    case 16:
      return (text) => text === "t";
    case 17:
      return (text) => new Uint8Array(Buffer.from(text.slice(2), "hex"));
    case 20:
    case 21:
    case 23:
      return Number;
    default:
      return (text) => text;
  }
}

function connectionOver(client: Client, socket: Socket): Connection {
  let lost = false;
  let stopped = false;
  const lose = () => {
    lost = true;
    socket.destroy();
  };
  client.on("error", lose);
  client.on("end", lose);
  client.on("notice", ({ code }) => {
    if (code === waitStopped) stopped = true;
  });

  async function guarded<T>(ask: () => Promise<T>): Promise<T> {
    stopped = false;
    try {
      return await ask();
    } catch (error) {
      if (endsConnection(error)) lose();
      throw error;
    }
  }

  return {
    query: (statement, values = []) =>
      guarded(async () => (await client.query({ ...statement, values: values as unknown[] })).rows as Row[]),
    run: (sql) => guarded(async () => void (await client.query(sql))),
    stoppedWaiting: () => stopped,
    lost: () => lost,
    destroy: lose,
    async end() {
      if (lost) return;
      lost = true;
      // The goodbye needs no answer, and from a database that is away there is none.
      const goodbye = setTimeout(() => socket.destroy(), 500);
      await client.end().finally(() => clearTimeout(goodbye));
    },
  };
}

/**
 * A warning without a code of its own. Whoever cancels a commit that waits for the synchronous standby leaves it committed
 * and answered like any other, but for this warning, whose words are in the server's language
 * (https://doxygen.postgresql.org/syncrep_8c.html, `SyncRepWaitForLSN`).
 */
const waitStopped = "01000";

const greeting: Statement = {
  name: "greeting",
  text: `SELECT pg_is_in_recovery() AS standby,
    current_setting('synchronous_commit') IN ('off', 'local', 'remote_write') AS hasty`,
};

/**
 * A standby is away. Where commits are not waited for, here and on the synchronous standby, they are for this session:
 * acknowledged means durable.
 */
async function greet(connection: Connection): Promise<void> {
  const [row] = await connection.query(greeting);
  if (row?.standby === true) throw new StorageError("away", "the database is a standby");
  if (row?.hasty === true) await connection.run("SET synchronous_commit = on");
}
