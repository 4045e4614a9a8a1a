import { barePostgresCommits } from "./rig/bare-postgres.ts";
import { changesBesideReads } from "./rig/changes-beside-reads.ts";
import { newDatabase, startNodes } from "./rig/shared-nodes.ts";

export const scenario = changesBesideReads("PostgreSQL", async (scope) => {
  const database = await newDatabase(scope);
  const { nodes, account } = await startNodes(scope, database, 500, 1);
  return { port: nodes[0]?.port ?? 0, account, commits: await barePostgresCommits(scope, database) };
});
