import { bareCommits } from "./rig/bare-commits.ts";
import { changesBesideReads } from "./rig/changes-beside-reads.ts";
import { startDurable } from "./rig/durable-server.ts";

export const scenario = changesBesideReads("SQLite", async (scope) => {
  const { server, accounts } = await startDurable(scope, [500]);
  return { port: server.port, account: accounts[0], commits: await bareCommits(scope) };
});
