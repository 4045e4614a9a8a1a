import { bareCommit } from "./rig/bare-postgres.ts";
import { getUser, tagUser } from "./rig/calls.ts";
import { openConnection } from "./rig/connection.ts";
import { newDatabase, startNodes } from "./rig/shared-nodes.ts";
import { signedPost } from "./rig/signed-post.ts";
import type { Scenario } from "./scenario.ts";

const changes = 200;

/**
 * How long until what one node acknowledged is seen through another: from the acknowledgement to an answer of the other
 * node that shows it, asked for at once and again until it does. Beside it, how long the change itself took, a bare
 * commit, and a read through a node that changed nothing meanwhile.
 */
export const scenario: Scenario = {
  title: "A change on one node, seen through another",
  rounds: 5,
  units: {
    "bare commit, p50": "ms",
    "bare commit, p99": "ms",
    "change, p50": "ms",
    "change, p99": "ms",
    "seen elsewhere, p50": "ms",
    "seen elsewhere, p99": "ms",
    "read again, p50": "ms",
    "reads until seen": "",
  },
  bars: [{ name: "reads until seen", value: "reads until seen", most: 1 }],
  async prepare(scope) {
    const database = await newDatabase(scope);
    const { nodes, account } = await startNodes(scope, database, 50, 2);
    const { administrator, users } = account;
    const [here, there] = nodes;
    if (here === undefined || there === undefined) throw new Error("there are two nodes");
    const commit = await bareCommit(scope, database);
    const [writer, reader] = [await openConnection(here.port), await openConnection(there.port)];
    scope.keep([writer, reader], ([one, other]) => {
      one?.close();
      other?.close();
    });
    const name = users[0] ?? "";
    const ask = async (connection: typeof writer, port: number, call: ReturnType<typeof getUser>) => {
      const request = signedPost(port, administrator, call, Date.now());
      return new Promise<string>((resolve, reject) =>
        connection.send(request, (reply) =>
          reply?.status === 200 ? resolve(reply.body.toString()) : reject(new Error(String(reply?.body))),
        ),
      );
    };
    let value = 0;
    return [
      async () => {
        const took: number[] = [];
        for (let at = 0; at < changes; at += 1) took.push(await commit());
        return { "bare commit, p50": quantile(took, 0.5), "bare commit, p99": quantile(took, 0.99) };
      },
      async () => {
        const changed: number[] = [];
        const seen: number[] = [];
        const again: number[] = [];
        let reads = 0;
        for (let at = 0; at < changes; at += 1) {
          const wanted = `team ${++value}`;
          const began = performance.now();
          await ask(writer, here.port, tagUser(name, wanted));
          const acknowledged = performance.now();
          let answer = "";
          while (!answer.includes(`<Value>${wanted}</Value>`)) {
            answer = await ask(reader, there.port, getUser(name));
            reads += 1;
          }
          seen.push(performance.now() - acknowledged);
          changed.push(acknowledged - began);
          const unchanged = performance.now();
          await ask(reader, there.port, getUser(name));
          again.push(performance.now() - unchanged);
        }
        return {
          "change, p50": quantile(changed, 0.5),
          "change, p99": quantile(changed, 0.99),
          "seen elsewhere, p50": quantile(seen, 0.5),
          "seen elsewhere, p99": quantile(seen, 0.99),
          "read again, p50": quantile(again, 0.5),
          "reads until seen": reads / changes,
        };
      },
    ];
  },
};

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
