import { getCallerIdentity } from "./rig/calls.ts";
import { cpuOf } from "./rig/cpu-of.ts";
import { startDurable } from "./rig/durable-server.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { newDatabase, startNodes } from "./rig/shared-nodes.ts";
import { signedPosts } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

const clients = 64;
const milliseconds = 1500;

/**
 * What a second node adds. Where there are fewer processors than nodes, clients and database want, the rates say little,
 * and the processor time that the nodes spend on a request says it: two nodes serve as many more requests as they do not
 * spend more on each. A server that has its database alone stands beside, which confirms nothing.
 */
export const scenario: Scenario = {
  title: "Signed reads through one node and through two, over one PostgreSQL database",
  rounds: 9,
  warming: 4,
  units: {
    SQLite: "/s",
    "one node": "/s",
    "two nodes": "/s",
    "SQLite, processor time a request": "µs",
    "one node, processor time a request": "µs",
    "two nodes, processor time a request": "µs",
  },
  bars: [
    {
      name: "one node to two, processor time",
      of: "one node, processor time a request",
      to: "two nodes, processor time a request",
      least: 0.9,
    },
  ],
  async prepare(scope) {
    const { server, accounts } = await startDurable(scope, [50]);
    const database = await newDatabase(scope);
    const { nodes, account } = await startNodes(scope, database, 50, 2);
    const calls = Array.from({ length: 1000 }, () => getCallerIdentity);
    const measure = async (
      name: string,
      of: readonly { pid: number; port: number }[],
      holder: typeof account,
    ) => {
      const loads = await Promise.all(
        of.map(({ port }) =>
          connectClients({
            port,
            clients: clients / of.length,
            requests: signedPosts(port, holder.administrator, calls),
          }),
        ),
      );
      for (const load of loads) scope.keep(load, (each) => each.close());
      return async () => {
        const before = of.map(({ pid }) => cpuOf(pid));
        const rates = await Promise.all(loads.map((load) => cleanRate(load, milliseconds)));
        const rate = rates.reduce((sum, each) => sum + each, 0);
        const spent = of.reduce((sum, { pid }, at) => sum + cpuOf(pid) - (before[at] ?? 0), 0);
        return { [name]: rate, [`${name}, processor time a request`]: (spent * 1e6) / (rate * milliseconds) };
      };
    };
    return [
      await measure("SQLite", [server], accounts[0]),
      await measure("one node", nodes.slice(0, 1), account),
      await measure("two nodes", nodes, account),
    ];
  },
};
