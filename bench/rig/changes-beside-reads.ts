import type { Arm, Scenario } from "../scenario.ts";
import { getUser, tagUser } from "./calls.ts";
import type { LaidAccount } from "./installation.ts";
import { cleanRate, connectClients } from "./load.ts";
import type { Scope } from "./scope.ts";
import { signedPosts } from "./signed-post.ts";

const writers = 16;
const readers = 16;
const milliseconds = 1500;
/** What the readers offer, of what they reach alone. */
const share = 0.25;

/** A server over some database, an account in it, and how many bare one-row commits that database makes a second. */
export interface Started {
  readonly port: number;
  /** Of 500 users. */
  readonly account: LaidAccount;
  readonly commits: (milliseconds: number) => Promise<number>;
}

/**
 * What changes of one account and reads cost each other. The writers go as fast as they are answered; the readers come
 * at a steady rate, as clients do who have something else to do than to fill the server. One thread serves both, so
 * what readers take of it the writers cannot have: were the readers to fill it, then every change would take a read's
 * place, and the bars would say only what each costs. A quarter of what they reach, some thousand reads a second, leaves
 * the thread mostly to the changes, so that it shows whether they are folded and how fast they are; beside twice as many
 * reads they may reach less, and those reads must keep their rate as well. What both reach without a limit, alone and
 * together, stands beside it.
 */
export const changesBesideReads = (
  database: string,
  start: (scope: Scope) => Promise<Started>,
): Scenario => ({
  title: `16 clients change one account while 16 others read it at a quarter of their full rate, on ${database}`,
  rounds: 7,
  warming: 2,
  units: {
    "bare one-row commits": "/s",
    "changes beside reads": "/s",
    "reads beside changes": "/s",
    "reads alone": "/s",
    "changes beside twice the reads": "/s",
    "twice the reads beside changes": "/s",
    "twice the reads alone": "/s",
    "changes beside full reads": "/s",
    "full reads beside changes": "/s",
    "full reads alone": "/s",
    "changes alone": "/s",
  },
  bars: [
    { name: "changes to bare commits", of: "changes beside reads", to: "bare one-row commits", least: 0.5 },
    {
      name: "reads beside changes to reads alone",
      of: "reads beside changes",
      to: "reads alone",
      least: 0.8,
    },
    {
      name: "changes beside twice the reads to bare commits",
      of: "changes beside twice the reads",
      to: "bare one-row commits",
      least: 0.33,
    },
    {
      name: "twice the reads beside changes to alone",
      of: "twice the reads beside changes",
      to: "twice the reads alone",
      least: 0.8,
    },
  ],
  async prepare(scope) {
    const { port, account, commits } = await start(scope);
    const { administrator, users } = account;
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
    // Connected anew each time: the server ends connections that wait while the others are measured.
    const rate = async (clients: number, requests: readonly Buffer[], offered?: number): Promise<number> => {
      const connected = await connectClients({ port, clients, requests });
      const reached = await cleanRate(connected, milliseconds, offered);
      connected.close();
      return reached;
    };
    const change = () => rate(writers, changes);
    const read = (offered?: number) => rate(readers, reads, offered);
    for (let warming = 0; warming < 8; warming += 1) await Promise.all([change(), read()]);
    const steady = share * (await read());
    /** Reads alone, and beside changes. `reads`: what they are called. */
    const besideChanges = (reads: string, offered?: number): readonly Arm[] => [
      async () => ({ [`${reads} alone`]: await read(offered) }),
      async () => {
        const [changed, beside] = await Promise.all([change(), read(offered)]);
        return { [`changes beside ${reads}`]: changed, [`${reads} beside changes`]: beside };
      },
    ];
    return [
      async () => ({ "bare one-row commits": await commits(milliseconds) }),
      ...besideChanges("reads", steady),
      ...besideChanges("twice the reads", 2 * steady),
      ...besideChanges("full reads"),
      async () => ({ "changes alone": await change() }),
    ];
  },
});
