import { getCallerIdentity } from "./rig/calls.ts";
import { cpuOf } from "./rig/cpu-of.ts";
import { startDurable } from "./rig/durable-server.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { newDatabase, startNodes } from "./rig/shared-nodes.ts";
import { signedPosts } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

/** Of each node. */
const clients = 32;
const milliseconds = 1500;
/** What each node is offered where processor time is measured, of what one reaches alone. */
const share = 0.25;

/**
 * What a second node adds. Where there are fewer processors than nodes, clients and database want, the rates say little,
 * and the processor time that the nodes spend on a request says it: two nodes serve as many more requests as they do not
 * spend more on each. It is measured where they mostly have a processor when they want one: each node is offered a part
 * of what it could serve, as many requests beside the other node as alone. Processes that fight for processors spend
 * more on everything, which is nothing of a second node; the rates are without a limit, and show it. What a node does
 * at its times, and the queries that confirm, are shared by fewer requests than at full load, on one node and on two
 * alike. A server that has its database alone stands beside, which confirms nothing.
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
    const connect = async (port: number, holder: typeof account) =>
      scope.keep(
        await connectClients({ port, clients, requests: signedPosts(port, holder.administrator, calls) }),
        (each) => each.close(),
      );
    const measured = (of: readonly { pid: number; port: number }[], holder: typeof account) =>
      Promise.all(of.map(async ({ pid, port }) => ({ pid, load: await connect(port, holder) })));
    const alone = await measured([server], accounts[0]);
    const both = await measured(nodes, account);
    const one = both.slice(0, 1);

    const rate = async (of: typeof both, offered?: number): Promise<number> => {
      const rates = await Promise.all(of.map(({ load }) => cleanRate(load, milliseconds, offered)));
      return rates.reduce((sum, each) => sum + each, 0);
    };
    const processors = (of: typeof both) => of.reduce((sum, { pid }) => sum + cpuOf(pid), 0);
    for (let warming = 0; warming < 3; warming += 1) await rate(both);
    const offered = share * (await rate(one));

    const measure = (name: string, of: typeof both) => [
      async () => ({ [name]: await rate(of) }),
      async () => {
        const [before, began] = [processors(of), performance.now()];
        const served = await rate(of, offered);
        const [spent, took] = [processors(of) - before, performance.now() - began];
        return { [`${name}, processor time a request`]: (spent * 1e6) / (served * took) };
      },
    ];
    return [...measure("SQLite", alone), ...measure("one node", one), ...measure("two nodes", both)];
  },
};
