import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { preparePostgres } from "../../src/index.ts";
import { type ClusterPlace, sharedCluster } from "./cluster.ts";

/** A database of the run's cluster, for one test or one file. */
export interface TestDatabase {
  /** As the role that owns it. */
  readonly url: string;
  /** As another role, or by way of another port. */
  at(other: { readonly port?: number; readonly role?: string }): string;
  readonly host: string;
  readonly port: number;
  /** Runs `work` as PostgreSQL's superuser, in this database. */
  asSuperuser(work: (client: Client) => Promise<unknown>): Promise<void>;
  /** How many are connected. */
  connections(): Promise<number>;
  /**
   * Keeps a copy as it stands, as a backup or a standby would. What it gives puts the copy in the place of what is there
   * then. Whoever is connected loses the connection both times.
   */
  keep(): Promise<Kept>;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
}

export interface Kept {
  /** The copy, while it is not in its place. */
  readonly url: string;
  putBack(): Promise<void>;
}

/** For tests of anything but deadlines: that the machine is busy says nothing of the database. */
export const patient = { connect: 10_000, confirm: 10_000, read: 10_000, commit: 10_000, settle: 10_000 };

/** For tests of deadlines: of calls; that a busy machine is slow to make connections is within them. */
export function callsWithin(limit: number) {
  return {
    ...patient,
    ...{ confirm: limit, read: limit, commit: limit, settle: limit, load: limit, find: limit },
  };
}

const host = "127.0.0.1";
const template = "portcullis_template";
/** No superuser: what the tests do needs no more than this. */
const owner = "owner";
/** Who may do what the grants say, in each database that is not made empty. */
export const roles = { running: "running", retention: "retention" };

export interface DatabaseOptions {
  readonly empty?: boolean;
  /** By default the run's cluster. */
  readonly server?: { readonly port: number };
}

/** A database with our tables and nothing in them; with `empty`, one in which nothing was ever made. */
export async function testDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const { port } = options.server ?? (await sharedCluster());
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = options.empty === true ? "template0" : template;
  await asSuperuser({ port }, async (client) => {
    await makeTemplate(client, port);
    // By way of the log, as is usual, takes twice as long.
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY FILE_COPY OWNER ${owner}`);
  });
  const at: TestDatabase["at"] = (other) => urlOf(other.port ?? port, name, other.role);
  return {
    url: at({}),
    at,
    host,
    port,
    asSuperuser: (work) => asSuperuser({ port, database: name }, work),
    connections: () => connections(port, name),
    keep: () => keep(port, name),
    drop: () => asSuperuser({ port }, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

async function keep(port: number, name: string): Promise<Kept> {
  const copy = `${name}_copy`;
  await undisturbed(port, name, async (client) => {
    await client.query(`CREATE DATABASE ${copy} TEMPLATE ${name} STRATEGY FILE_COPY OWNER ${owner}`);
  });
  return {
    url: urlOf(port, copy),
    putBack: () =>
      undisturbed(port, name, async (client) => {
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
        await client.query(`ALTER DATABASE ${copy} RENAME TO ${name}`);
      }),
  };
}

/** Does something to a database while nobody is connected to it, and nobody can be. */
async function undisturbed(
  port: number,
  name: string,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  await asSuperuser({ port }, async (client) => {
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await client.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", [
      name,
    ]);
    await work(client);
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
}

function urlOf(port: number, database: string, role = owner): string {
  return `postgres://${role}@${host}:${port}/${database}`;
}

async function connections(port: number, name: string): Promise<number> {
  let count = 0;
  await asSuperuser({ port }, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_stat_activity WHERE datname = $1", [name]);
    count = rowCount ?? 0;
  });
  return count;
}

async function asSuperuser(
  { port, database = "postgres" }: Pick<ClusterPlace, "port"> & { readonly database?: string },
  work: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({ host, port, user: "postgres", database });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

const made = new Map<number, Promise<void>>();

/** Once a cluster, whichever process comes first. */
function makeTemplate(client: Client, port: number): Promise<void> {
  const making = made.get(port) ?? makeOnce(client, port);
  made.set(port, making);
  return making;
}

async function makeOnce(client: Client, port: number): Promise<void> {
  await client.query("SELECT pg_advisory_lock(1)");
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
  if (rowCount === 0) {
    for (const role of [owner, roles.running, roles.retention]) {
      await client.query(`CREATE ROLE ${role} LOGIN`);
    }
    await client.query("CREATE ROLE scram");
    await client.query(`CREATE DATABASE ${template}_new TEMPLATE template0 OWNER ${owner}`);
    await preparePostgres({ url: urlOf(port, `${template}_new`) }, roles);
    await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
  }
  await client.query("SELECT pg_advisory_unlock(1)");
}
