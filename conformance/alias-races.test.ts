/** Of two accounts that claim one alias at once exactly one gets it, on one node and on two. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openMemory, type Storage } from "@portcullis/storage";
import { type Calls, callsOf, done } from "./support/calls.ts";
import { type Nodes, startNodes } from "./support/nodes.ts";

const accounts = ["111111111111", "222222222222"] as const;
const database = await openMemory();
let cluster: Nodes;

before(async () => {
  const open = async (): Promise<Storage> => ({ ...database, close: async () => undefined });
  cluster = await startNodes({ open, accounts });
});
after(async () => {
  await cluster[Symbol.asyncDispose]();
  await database.close();
});

/** The calls of an account's root user at a node. */
const at = (node: number, account: number): Calls => callsOf(cluster.nodes[node]!, cluster.roots[account]!);
const aliasesOf = async (calls: Calls): Promise<readonly string[]> => {
  const { body } = await done(calls.iam("ListAccountAliases"));
  return [...body.matchAll(/<member>([^<]*)<\/member>/g)].map(([, alias = ""]) => alias);
};

for (const [where, second] of [
  ["one node", 0],
  ["two nodes", 1],
] as const) {
  test(`two accounts on ${where}`, async () => {
    for (let round = 0; round < 8; round++) {
      const AccountAlias = `race-${second}-${round}`;
      const claimants = [at(0, 0), at(second, 1)];
      const codes = await Promise.all(
        claimants.map(async (calls) => (await calls.iam("CreateAccountAlias", { AccountAlias })).code),
      );
      assert.deepEqual(codes.toSorted(), ["EntityAlreadyExists", undefined]);
      const winner = codes.indexOf(undefined as never);
      assert.deepEqual(await aliasesOf(claimants[winner]!), [AccountAlias]);
      // What one node answered the other knows, and the loser has what it had.
      const loser = await aliasesOf(at(1 - second, 1 - winner));
      assert.ok(!loser.includes(AccountAlias));
      await done(at(1, winner).iam("DeleteAccountAlias", { AccountAlias }));
    }
  });
}

test("one account on two nodes: it ends with one alias", async () => {
  for (let round = 0; round < 8; round++) {
    const claims = [0, 1].map((node) =>
      done(at(node, 0).iam("CreateAccountAlias", { AccountAlias: `own-${round}-${node}` })),
    );
    await Promise.all(claims);
    assert.equal((await aliasesOf(at(0, 0))).length, 1);
    assert.deepEqual(await aliasesOf(at(0, 0)), await aliasesOf(at(1, 0)));
  }
});

test("changes of the account meanwhile do not stand in the way", async () => {
  const [here, there] = [at(0, 0), at(1, 0)];
  const users = Array.from({ length: 8 }, (_, n) =>
    done((n % 2 === 0 ? here : there).iam("CreateUser", { UserName: `u${n}` })),
  );
  await done(here.iam("CreateAccountAlias", { AccountAlias: "beside-users" }));
  await Promise.all(users);
  assert.deepEqual(await aliasesOf(there), ["beside-users"]);
});
