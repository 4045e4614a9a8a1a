import { startBareServer } from "./rig/bare-child.ts";
import { getCallerIdentity } from "./rig/calls.ts";
import { startDurable } from "./rig/durable-server.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { oneReply } from "./rig/one-reply.ts";
import { signedPost, signedPosts } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

// Enough that no side sleeps between two requests: else it is the waking of threads that is measured.
const clients = 64;
const milliseconds = 500;

/** What authentication, decision and audit add to receiving a request and answering it. */
export const scenario: Scenario = {
  title:
    "A signed GetCallerIdentity, audited, beside a bare node:http server with the same request and answer",
  rounds: 21,
  warming: 10,
  units: { "bare node:http": "/s", Portcullis: "/s" },
  bars: [{ name: "Portcullis to bare", of: "Portcullis", to: "bare node:http", least: 0.4, aim: 0.5 }],
  async prepare(scope) {
    const { server, accounts } = await startDurable(scope, [50]);
    const [account] = accounts;
    const { administrator } = account;
    const first = signedPost(server.port, administrator, getCallerIdentity, Date.now());
    const bare = await startBareServer(scope, await oneReply(server.port, first));
    const calls = Array.from({ length: 2000 }, () => getCallerIdentity);
    const requests = signedPosts(server.port, administrator, calls);
    const loads = {
      bare: await connectClients({ port: bare, clients, requests }),
      ours: await connectClients({ port: server.port, clients, requests }),
    };
    scope.keep(loads, ({ bare, ours }) => {
      bare.close();
      ours.close();
    });
    return [
      async () => ({ "bare node:http": await cleanRate(loads.bare, milliseconds) }),
      async () => ({ Portcullis: await cleanRate(loads.ours, milliseconds) }),
    ];
  },
};
