/** A process that starts a cluster of its own, says where it is, and waits to be killed. */
import { startCluster } from "./cluster.ts";

const cluster = await startCluster();
process.stdout.write(JSON.stringify({ folder: cluster.folder, pid: cluster.pid() }));
setInterval(() => undefined, 60_000);
