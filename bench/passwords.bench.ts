import { callsOf, done, newUser } from "../conformance/support/calls.ts";
import { getCallerIdentity } from "./rig/calls.ts";
import { startDurable } from "./rig/durable-server.ts";
import { cleanRate, connectClients } from "./rig/load.ts";
import { type PasswordUser, passwordStorm } from "./rig/password-storm.ts";
import { signedPosts } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

const accounts = 4;
/** More than may wait in all, and in each account, so that some are sent away all the time. */
const usersOfEach = 12;
const milliseconds = 1500;
const clients = 16;

/**
 * Passwords are hashed with what the signed calls leave of the processor: signed clients that offer a third of what the
 * server can do are served as before.
 */
export const scenario: Scenario = {
  title: `Signed calls beside ${accounts * usersOfEach} users of ${accounts} accounts who change their passwords without pause`,
  rounds: 5,
  warming: 2,
  units: {
    "signed calls alone": "/s",
    "signed calls in the storm": "/s",
    "passwords changed": "/s",
    "sent away": "/s",
  },
  bars: [
    { name: "signed calls kept", of: "signed calls in the storm", to: "signed calls alone", least: 0.8 },
    { name: "passwords changed", value: "passwords changed", least: 0.5 },
  ],
  async prepare(scope) {
    const laid = Array.from({ length: accounts + 1 }, () => 0);
    const { server, accounts: all } = await startDurable(scope, laid);
    const [own, ...stormed] = all;
    if (own === undefined) throw new Error("no account was made");
    const users: PasswordUser[] = [];
    for (const { administrator } of stormed) {
      const calls = callsOf(server, administrator);
      await done(calls.iam("UpdateAccountPasswordPolicy", { AllowUsersToChangePassword: "true" }));
      for (let at = 0; at < usersOfEach; at++) {
        const { credentials } = await newUser(server, calls, `user-${at}`);
        await done(calls.iam("CreateLoginProfile", { UserName: `user-${at}`, Password: "Tulip-1953" }));
        users.push({ credentials, passwords: ["Tulip-1953", "Crocus-1954"] });
      }
    }
    const requests = signedPosts(
      server.port,
      own.administrator,
      Array.from({ length: 2000 }, () => getCallerIdentity),
    );
    const signed = scope.keep(await connectClients({ port: server.port, clients, requests }), (each) =>
      each.close(),
    );
    const third = (await cleanRate(signed, 3000)) / 3;
    return [
      async () => ({ "signed calls alone": await cleanRate(signed, milliseconds, third) }),
      async () => {
        const [rate, { changed, sentAway, seconds }] = await Promise.all([
          cleanRate(signed, milliseconds, third),
          passwordStorm(server.port, users, milliseconds),
        ]);
        return {
          "signed calls in the storm": rate,
          "passwords changed": changed / seconds,
          "sent away": sentAway / seconds,
        };
      },
    ];
  },
};
