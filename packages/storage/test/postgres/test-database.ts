import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { openPostgres } from "../../src/index.ts";
import { type ClusterPlace, sharedCluster } from "./cluster.ts";

/** A database of the run's cluster, for one test or one file. */
export interface TestDatabase {
  /** As the role that owns it. */
  readonly url: string;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
}

const template = "portcullis_template";
/** No superuser: what the tests do needs no more than this. */
const owner = "owner";

/** A database with our tables and nothing in them; with `empty`, one in which nothing was ever made. */
export async function testDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const { port } = await sharedCluster();
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = options.empty === true ? "template0" : template;
  await asSuperuser({ port }, async (client) => {
    await makeTemplate(client, port);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${source} OWNER ${owner}`);
  });
  return {
    url: urlOf(port, name),
    drop: () => asSuperuser({ port }, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

export function urlOf(port: number, database: string, role = owner): string {
  return `postgres://${role}@127.0.0.1:${port}/${database}`;
}

/** Runs `work` as PostgreSQL's superuser. */
export async function asSuperuser(
  { port, database = "postgres" }: Pick<ClusterPlace, "port"> & { readonly database?: string },
  work: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", database });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

let made: Promise<void> | undefined;

/** Once a cluster, whichever process comes first. */
function makeTemplate(client: Client, port: number): Promise<void> {
  made ??= (async () => {
    await client.query("SELECT pg_advisory_lock(1)");
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (rowCount === 0) {
      await client.query(`CREATE ROLE ${owner} LOGIN`);
      await client.query("CREATE ROLE scram");
      await client.query(`CREATE DATABASE ${template}_new TEMPLATE template0 OWNER ${owner}`);
      await (await openPostgres({ url: urlOf(port, `${template}_new`) })).close();
      await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
    }
    await client.query("SELECT pg_advisory_unlock(1)");
  })();
  return made;
}
