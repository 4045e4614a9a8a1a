import { tagUser } from "./rig/calls.ts";
import { startDurable } from "./rig/durable-server.ts";
import type { LaidAccount } from "./rig/installation.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { signedPosts } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

const small = 50;
const large = 20_000;
const clients = 16;
const milliseconds = 1500;

/** A change copies a path of the state, not the state. 16 clients, so that folding hides the disk, which is the same. */
export const scenario: Scenario = {
  title: `A change in an account of ${large} entities beside one in an account of ${small}`,
  rounds: 7,
  units: { "small account": "µs", "large account": "µs" },
  bars: [{ name: "large to small", of: "large account", to: "small account", most: 1.5 }],
  async prepare(scope) {
    const { server, accounts } = await startDurable(scope, [small - 4, large - 4]);
    const microseconds = async ({ administrator, users }: LaidAccount) => {
      // Spread over the whole account: neighbours would share their path.
      const names = Array.from({ length: 2000 }, (_, at) => users[(at * 7919) % users.length] ?? "");
      const calls = names.map((name, at) => tagUser(name, `team ${at}`));
      const requests = signedPosts(server.port, administrator, calls);
      const connected = await connectClients({ port: server.port, clients, requests });
      scope.keep(connected, (each) => each.close());
      return async () => 1e6 / (await cleanRate(connected, milliseconds));
    };
    const ofSmall = await microseconds(accounts[0]);
    const ofLarge = await microseconds(accounts[1]);
    return [
      async () => ({ "small account": await ofSmall() }),
      async () => ({ "large account": await ofLarge() }),
    ];
  },
};
