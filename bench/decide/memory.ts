/**
 * What compiled policies take, in a process of its own: `realm` is 1,000 roles with ten managed policies each, all
 * distinct; `users N` is N users in the same four groups. Prints MiB of heap and of buffers, texts included, after
 * every holder has decided.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  applyChanges,
  type Caller,
  callerLayers,
  emptyState,
  type Group,
  type RealmState,
  type Role,
  type User,
} from "@portcullis/directory";
import { decide, type Layers } from "@portcullis/policy";
import { randomOf } from "./random.ts";
import { account, textOf } from "./workload.ts";
import { actions, managedPolicy } from "./workloads.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function mebibytes(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

const random = randomOf(6);
const inline = (count: number, of: string) =>
  random.times(count, (at) => ({
    name: `${of}-${at}`,
    text: Buffer.from(textOf(managedPolicy(random, "p"))).toString("latin1"),
  }));
const entity = (kind: string, at: number) => ({
  id: `${kind}${at}`,
  name: `${kind}${at}`,
  path: "/",
  created: 0,
  attached: [],
  tags: [],
});

type Holder = { readonly principal: Caller["principal"]; readonly user?: User; readonly role?: Role };

function decideAs(home: RealmState, { principal, user, role }: Holder): void {
  const userId = (user ?? role)!.id;
  const caller = { principal, account, home, accessKeyId: "", user, role, session: undefined, userId };
  const layers: Layers = { ...callerLayers("aws", caller), scps: [], rcps: [] };
  for (let at = 0; at < 40; at++) {
    const action = actions[(at * 37) % actions.length]!;
    const arn = `arn:aws:${action.split(":")[0]}:eu-central-1:${account}:team-${at % 20}/x`;
    decide(layers, { principal, action, resource: { arn, account }, context: new Map() });
  }
}

function realm(): number {
  const roles = random.times(
    1000,
    (at): Role => ({
      ...entity("role", at),
      kind: "role",
      inline: inline(10, `role${at}`),
      maxSessionDuration: 3600,
      trust: { text: "", principalIds: {} },
    }),
  );
  const home = applyChanges(emptyState(account), { put: roles, remove: [] }, 1, "1");
  let characters = 0;
  for (const role of roles) {
    for (const { text } of role.inline) characters += text.length;
    const principal = {
      kind: "role-session",
      arn: `arn:aws:sts::${account}:assumed-role/${role.name}/s`,
      roleArn: `arn:aws:iam::${account}:role/${role.name}`,
      account,
      id: role.id,
    } as const;
    decideAs(home, { principal, role });
  }
  console.error(`${(characters / 2 ** 20).toFixed(0)} MiB of text`);
  const used = mebibytes();
  if (home.byId.role.get("role0") === undefined) throw new Error("the realm is gone");
  return used;
}

function users(count: number): number {
  const groups = random.times(
    4,
    (at): Group => ({ ...entity("group", at), kind: "group", inline: inline(2, `group${at}`) }),
  );
  const members = random.times(
    count,
    (at): User => ({ ...entity("user", at), kind: "user", inline: [], groups: groups.map(({ id }) => id) }),
  );
  const home = applyChanges(emptyState(account), { put: [...groups, ...members], remove: [] }, 1, "1");
  for (const user of members) {
    const principal = {
      kind: "user",
      arn: `arn:aws:iam::${account}:user/${user.name}`,
      account,
      id: user.id,
    } as const;
    decideAs(home, { principal, user });
  }
  const used = mebibytes();
  if (home.byId.user.get("user0") === undefined) throw new Error("the realm is gone");
  return used;
}

const [what, count] = process.argv.slice(2);
console.log((what === "realm" ? realm() : users(Number(count))).toFixed(1));
