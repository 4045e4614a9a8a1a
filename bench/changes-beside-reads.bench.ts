import { bareCommits } from "./rig/bare-commits.ts";
import { getUser, tagUser } from "./rig/calls.ts";
import { startDurable } from "./rig/durable-server.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { signedPosts } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

const writers = 16;
const readers = 16;
const milliseconds = 1500;

/**
 * What changes of one account and reads cost each other. The writers offer as many changes as bare commits were
 * counted: folded, more would go through, and what they took from the readers would say nothing. What they can do
 * without a limit is measured beside it.
 */
export const scenario: Scenario = {
  title: "16 clients change one account while 16 read it",
  rounds: 5,
  warming: 3,
  units: {
    "bare one-row commits": "/s",
    "changes beside reads": "/s",
    "reads beside changes": "/s",
    "reads alone": "/s",
    "changes alone, without a limit": "/s",
  },
  bars: [
    { name: "changes to bare commits", of: "changes beside reads", to: "bare one-row commits", least: 0.5 },
    {
      name: "reads beside changes to reads alone",
      of: "reads beside changes",
      to: "reads alone",
      least: 0.8,
    },
  ],
  async prepare(scope) {
    const { server, accounts } = await startDurable(scope, [500]);
    const [{ administrator, users }] = accounts;
    const { port } = server;
    const changes = signedPosts(
      port,
      administrator,
      Array.from({ length: 2000 }, (_, at) => tagUser(users[at % users.length] ?? "", `team ${at}`)),
    );
    const reads = signedPosts(
      port,
      administrator,
      users.map((name) => getUser(name)),
    );
    const commits = await bareCommits(scope);
    const offered = await commits(1000);
    const connect = (clients: number, requests: readonly Buffer[], limit?: number) =>
      connectClients({ port, clients, requests, ...(limit === undefined ? {} : { offered: limit }) }).then(
        (made) => scope.keep(made, (each) => each.close()),
      );
    const paced = await connect(writers, changes, offered);
    const eager = await connect(writers, changes);
    const reading = await connect(readers, reads);
    return [
      async () => ({ "bare one-row commits": await commits(milliseconds) }),
      async () => ({ "reads alone": await cleanRate(reading, milliseconds) }),
      async () => {
        const both = [cleanRate(paced, milliseconds), cleanRate(reading, milliseconds)] as const;
        const [changed, read] = await Promise.all(both);
        return { "changes beside reads": changed, "reads beside changes": read };
      },
      async () => ({ "changes alone, without a limit": await cleanRate(eager, milliseconds) }),
    ];
  },
};
