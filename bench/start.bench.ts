import { setTimeout } from "node:timers/promises";
import { bareStart } from "./rig/bare-start.ts";
import { getCallerIdentity } from "./rig/calls.ts";
import { startOver } from "./rig/durable-server.ts";
import { newFolder } from "./rig/folder.ts";
import { layInstallation } from "./rig/installation.ts";
import { oneReply } from "./rig/one-reply.ts";
import { residentMebibytes } from "./rig/resident.ts";
import { signedPost } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

/** Long enough for what a start leaves behind to be collected or not: it stands still from then on. */
const settle = 1500;

/** The first round, which is not counted, fills the compile cache. */
export const scenario: Scenario = {
  title: "A start over an installation that is there, and the memory of the server at rest",
  rounds: 5,
  units: { "bare node:http, first answer": "ms", "first signed answer": "ms", "memory at rest": "MiB" },
  bars: [
    { name: "ready", value: "first signed answer", most: 1000 },
    { name: "at rest", value: "memory at rest", most: 120 },
  ],
  async prepare(scope) {
    const folder = newFolder(scope);
    const [account] = await layInstallation(folder, [50]);
    if (account === undefined) throw new Error("no account was made");
    return [
      async () => ({ "bare node:http, first answer": await bareStart() }),
      async () => {
        const began = performance.now();
        const server = await startOver(folder);
        try {
          const request = signedPost(server.port, account.administrator, getCallerIdentity, Date.now());
          const { status, body } = await oneReply(server.port, request);
          const milliseconds = performance.now() - began;
          if (status !== 200) throw new Error(`the first answer was ${status}: ${body}`);
          await setTimeout(settle);
          return { "first signed answer": milliseconds, "memory at rest": residentMebibytes(server.pid) };
        } finally {
          await server.stop();
        }
      },
    ];
  },
};
