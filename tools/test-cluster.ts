import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, startCluster } from "../packages/storage/test/postgres/cluster.ts";

/** The one PostgreSQL cluster of a run of tests. */
export interface OfferedCluster {
  /** The unix socket on which whoever connects is told where it is. */
  readonly socket: string;
  /** Ends what was started. A run that is killed ends it too. */
  close(): Promise<void>;
}

/** Starts nothing until a test asks. */
export async function offerCluster(
  start: () => Promise<Pick<Cluster, "port" | "folder" | "end">> = startCluster,
): Promise<OfferedCluster> {
  const folder = mkdtempSync(join(tmpdir(), "tests-"));
  const socket = join(folder, "cluster");
  let cluster: ReturnType<typeof start> | undefined;
  const server = createServer((asking) => {
    cluster ??= start();
    asking.on("error", () => undefined);
    cluster.then(
      ({ port, folder }) => asking.end(JSON.stringify({ port, folder })),
      (error: Error) => {
        console.error(error.message);
        asking.end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, resolve);
  });
  return {
    socket,
    async close() {
      server.close();
      await cluster?.then(
        ({ end }) => end(),
        () => undefined,
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
