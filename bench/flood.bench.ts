import { setTimeout } from "node:timers/promises";
import { getCallerIdentity } from "./rig/calls.ts";
import { startDurable } from "./rig/durable-server.ts";
import { flood, wronglySigned } from "./rig/flood.ts";
import { folderBytes } from "./rig/folder-size.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { readMetric } from "./rig/read-metric.ts";
import { signedPosts } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

const existing = 1000;
const absent = 10_000;
/** A hundred thousand in all are sent by the long run of conformance/flood.test.ts. */
const floodOfRound = 3000;
const milliseconds = 1500;
const clients = 16;
/** Events of signed calls are on disk by then. */
const settled = 1200;

/**
 * The flood takes what the signed calls leave of the processor, and nothing else: signed clients that offer a third of
 * what the server can do are served as before.
 */
export const scenario: Scenario = {
  title: `A flood of wrongly signed requests over ${existing} existing and ${absent} absent accounts`,
  rounds: 5,
  units: {
    "signed calls alone": "/s",
    "signed calls in the flood": "/s",
    "flood refused": "/s",
    "realms loaded by the flood": "",
    "disk taken by the flood": "KiB",
  },
  bars: [
    { name: "signed calls kept", of: "signed calls in the flood", to: "signed calls alone", least: 0.9 },
    { name: "realms loaded", value: "realms loaded by the flood", most: 0 },
    { name: "disk", value: "disk taken by the flood", most: 64 },
  ],
  async prepare(scope) {
    const laid = Array.from({ length: existing + 1 }, () => 0);
    const { server, accounts, folder } = await startDurable(scope, laid);
    const [own, ...flooded] = accounts;
    if (own === undefined) throw new Error("no account was made");
    const { port, operatePort } = server;
    const calls = Array.from({ length: 2000 }, () => getCallerIdentity);
    const good = signedPosts(port, own.administrator, calls);
    const signed = scope.keep(await connectClients({ port, clients, requests: good }), (each) =>
      each.close(),
    );
    const third = (await cleanRate(signed, 3000)) / 3;
    const wrong = wronglySigned(port, flooded, absent);
    const loads = () => readMetric(operatePort, "portcullis_realm_load_duration_seconds_count");
    return [
      async () => ({ "signed calls alone": await cleanRate(signed, milliseconds, third) }),
      async () => {
        const [rate] = await Promise.all([
          cleanRate(signed, milliseconds, third),
          flood(port, wrong, { clients, milliseconds }),
        ]);
        return { "signed calls in the flood": rate };
      },
      async () => {
        await setTimeout(settled);
        const before = { loads: await loads(), bytes: folderBytes(folder) };
        const { refused, seconds } = await flood(port, wrong, { clients, count: floodOfRound });
        return {
          "flood refused": refused / seconds,
          "realms loaded by the flood": (await loads()) - before.loads,
          "disk taken by the flood": (folderBytes(folder) - before.bytes) / 1024,
        };
      },
    ];
  },
};
