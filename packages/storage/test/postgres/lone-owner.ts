/** A process that starts a server of its own, says where it is, and waits to be killed. */
import { privateServer } from "./cluster.ts";

const server = await privateServer();
process.stdout.write(JSON.stringify({ folder: server.folder, pid: server.pid() }));
setInterval(() => undefined, 60_000);
