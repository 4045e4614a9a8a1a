import { bareCommits } from "./rig/bare-commits.ts";
import { authorizationDetails, createUser, deleteUser, getUser, listUsers } from "./rig/calls.ts";
import { startOver } from "./rig/durable-server.ts";
import { newFolder } from "./rig/folder.ts";
import { type LaidAccount, layInstallation, type Size } from "./rig/installation.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { oneReply } from "./rig/one-reply.ts";
import { type Call, signedPost, signedPosts } from "./rig/signed-post.ts";
import type { Arm, Measured, Scenario } from "./scenario.ts";

/** Fewer users than an account may have, so that some can still be made. */
const large: Size = { users: 4800, roles: 5000, policies: 20, attached: 2 };
const small: Size = { users: 50, roles: 50, policies: 20, attached: 2 };
const clients = 16;
const milliseconds = 1000;
/** Both accounts fill it. */
const page = 50;

const operations = ["ListUsers", "GetUser", "GetAccountAuthorizationDetails", "CreateUser"] as const;

/** Reads tell their cost for each item of the answer, changes for each change. */
export const scenario: Scenario = {
  title: "4,800 users, 5,000 roles and 19,600 attachments beside 50, 50 and 200",
  rounds: 5,
  warming: 2,
  units: {
    ...Object.fromEntries(
      operations.flatMap((name) => [
        [`${name}, small account`, "µs"],
        [`${name}, large account`, "µs"],
      ]),
    ),
    "first answer of the large account": "ms",
    "bare one-row commits": "/s",
    "changes of the large account": "/s",
  },
  bars: [
    ...operations.map((name) => ({
      name: `${name}, large to small`,
      of: `${name}, large account`,
      to: `${name}, small account`,
      most: 1.5,
    })),
    { name: "loading the large account", value: "first answer of the large account", most: 1500 },
    {
      name: "changes to bare commits",
      of: "changes of the large account",
      to: "bare one-row commits",
      least: 0.5,
    },
  ],
  async prepare(scope) {
    const folder = newFolder(scope);
    const [ofSmall, ofLarge] = (await layInstallation(folder, [small, large])) as [LaidAccount, LaidAccount];
    const loading = await firstAnswers(folder, ofLarge);
    const server = scope.keep(await startOver(folder), async (each) => void (await each.stop()));
    const commits = await bareCommits(scope);

    const rate = async (requests: readonly Buffer[]): Promise<number> => {
      const connected = await connectClients({ port: server.port, clients, requests });
      const reached = await cleanRate(connected, milliseconds);
      connected.close();
      return reached;
    };
    const reading = async ({ administrator, users }: LaidAccount, name: string) => {
      const calls: Readonly<Record<string, readonly Call[]>> = {
        ListUsers: [listUsers(page)],
        GetAccountAuthorizationDetails: [authorizationDetails(page)],
        // Spread over the whole account: neighbours would share their path.
        GetUser: Array.from({ length: 1000 }, (_, at) => getUser(users[(at * 7919) % users.length] ?? "")),
      };
      const requests = signedPosts(server.port, administrator, calls[name] ?? []);
      const { body } = await oneReply(server.port, requests[0] ?? Buffer.alloc(0));
      const items = body.toString().match(/<(?:UserId|RoleId|PolicyId)>/g)?.length ?? 0;
      return 1e6 / ((await rate(requests)) * items);
    };
    let round = 0;
    /** Each client makes and deletes users of its own, by names that were never used before. */
    const changing = async ({ administrator }: LaidAccount): Promise<number> => {
      round += 1;
      const calls = Array.from({ length: clients * 250 }, (_, at) => `made-${round}-${at}`).flatMap(
        (name) => [createUser(name), deleteUser(name)],
      );
      return rate(signedPosts(server.port, administrator, calls));
    };
    const arm =
      (name: (typeof operations)[number], which: string, account: LaidAccount): Arm =>
      async (): Promise<Measured> => {
        const cost = name === "CreateUser" ? 1e6 / (await changing(account)) : await reading(account, name);
        return { [`${name}, ${which} account`]: cost };
      };
    return [
      ...operations.flatMap((name) => [arm(name, "small", ofSmall), arm(name, "large", ofLarge)]),
      async () => ({ "first answer of the large account": loading.shift() ?? Number.NaN }),
      async () => ({ "bare one-row commits": await commits(milliseconds) }),
      async () => ({ "changes of the large account": await changing(ofLarge) }),
    ];
  },
};

/** Milliseconds that each of several new servers takes for the first answer of an account. */
async function firstAnswers(folder: string, { administrator, users }: LaidAccount): Promise<number[]> {
  const taken: number[] = [];
  for (let start = 0; start < 9; start += 1) {
    const server = await startOver(folder);
    const request = signedPost(server.port, administrator, getUser(users[0] ?? ""), Date.now());
    const began = performance.now();
    const { status } = await oneReply(server.port, request);
    taken.push(performance.now() - began);
    await server.stop();
    if (status !== 200) throw new Error(`the first answer was ${status}`);
  }
  return taken;
}
