/** Clients that change one account side by side see what some order of their operations explains, and nothing is lost. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as iam from "@aws-sdk/client-iam";
import fc from "fast-check";
import { clearing } from "../packages/services/test/account-clearing.ts";
import { commands, making, type Step } from "../packages/services/test/account-commands.ts";
import { type AccountModel, emptyModel } from "../packages/services/test/account-model.ts";
import { type Clients, clientsOf } from "./support/clients.ts";
import { linearize, type Seen } from "./support/linearize.ts";
import { modelledReads } from "./support/modelled-reads.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";

const OPERATIONS = 200;
const CLIENTS = 3;

/** A change of the account, or a read of it, as it was drawn. */
interface Drawn extends Step {
  readonly reading: boolean;
}

const operation: fc.Arbitrary<Drawn> = fc.record({
  reading: fc.nat({ max: 3 }).map((one) => one === 0),
  command: fc.nat({ max: 9999 }),
  name: fc.nat({ max: 5 }),
  second: fc.nat({ max: 5 }),
  upper: fc.boolean(),
});

const spelling = ({ upper }: Drawn) =>
  upper ? (name: string) => name.toUpperCase() : (name: string) => name;
const commandOf = (model: AccountModel, drawn: Drawn) =>
  commands[drawn.command % commands.length]!(model, drawn, spelling(drawn));
const readOf = (drawn: Drawn) => modelledReads[drawn.command % modelledReads.length]!;

let server: TestServer;
let clients: readonly Clients[];
before(async () => {
  server = await startEphemeral();
  clients = Array.from({ length: CLIENTS }, () => clientsOf(server, server.root));
});
after(() => server.stop());

/** Resolves with the output, or with the code of the error. */
async function send(client: Clients, id: string, input: object): Promise<unknown> {
  const Command: typeof iam.GetUserCommand = Reflect.get(iam, `${id.slice("iam:".length)}Command`);
  try {
    return await client.iam.send(new Command(input));
  } catch (error) {
    return (error as { readonly Code?: string }).Code ?? String(error);
  }
}

async function answerTo(client: Clients, drawn: Drawn): Promise<string> {
  if (drawn.reading) {
    const { id, input, of } = readOf(drawn);
    const answer = await send(client, id, input);
    return JSON.stringify(typeof answer === "string" ? answer : of(answer as never));
  }
  const { id, input } = commandOf(emptyModel(), drawn);
  const answer = await send(client, id, input);
  return JSON.stringify(typeof answer === "string" ? answer : "done");
}

function step(model: AccountModel, drawn: Drawn): { readonly answer: string; readonly after: AccountModel } {
  if (drawn.reading) return { answer: JSON.stringify(readOf(drawn).expect(model)), after: model };
  const after = structuredClone(model);
  const { error, apply } = commandOf(after, drawn);
  if (error === undefined) apply();
  return { answer: JSON.stringify(error ?? "done"), after };
}

const keyOf = (model: AccountModel): string =>
  JSON.stringify(model, (_, value: unknown) => {
    if (value instanceof Map) return [...value].sort(([one], [other]) => (one < other ? -1 : 1));
    return value instanceof Set ? [...value].sort() : value;
  });

/** Each client calls as soon as it was answered, until all operations were taken. */
async function run(operations: readonly Drawn[]): Promise<readonly Seen<Drawn>[]> {
  const waiting = [...operations];
  const history: Seen<Drawn>[] = [];
  await Promise.all(
    clients.map(async (each, client) => {
      for (let drawn = waiting.shift(); drawn !== undefined; drawn = waiting.shift()) {
        const began = performance.now();
        const answer = await answerTo(each, drawn);
        history.push({ client, began, ended: performance.now(), operation: drawn, answer });
      }
    }),
  );
  return history;
}

async function readEverything(): Promise<readonly Seen<Drawn>[]> {
  const history: Seen<Drawn>[] = [];
  for (const command of modelledReads.keys()) {
    const drawn = { reading: true, command, name: 0, second: 0, upper: false };
    const began = performance.now();
    const answer = await answerTo(clients[0]!, drawn);
    history.push({ client: 0, began, ended: performance.now(), operation: drawn, answer });
  }
  return history;
}

function told({ client, operation: drawn, answer }: Seen<Drawn>): string {
  const { id, input } = drawn.reading ? readOf(drawn) : commandOf(emptyModel(), drawn);
  return `client ${client}: ${id} ${JSON.stringify(input)} answered ${answer}`;
}

describe("three clients that change and read one account at once", () => {
  test("see what some order of all that they did explains, and leave nothing when all is deleted", async () => {
    const first = making.map((each) => ({ ...each, reading: false }));
    const length = OPERATIONS - first.length;
    const drawn = fc.array(operation, { minLength: length, maxLength: length, size: "max" });
    await fc.assert(
      fc.asyncProperty(drawn, async (operations) => {
        const history = await run([...first, ...operations]);
        // Several orders may explain what was answered so far: everything that can be read tells them apart.
        const explained = linearize([...history, ...(await readEverything())], emptyModel(), step, keyOf);
        assert.ok("model" in explained, "stuck" in explained ? explained.stuck.map(told).join("\n") : "");
        const [client] = clients as [Clients];
        for (const [id, input] of clearing(explained.model)) {
          assert.equal(typeof (await send(client, id, input)), "object", `${id} ${JSON.stringify(input)}`);
        }
        const { SummaryMap: summary } = await client.iam.send(new iam.GetAccountSummaryCommand({}));
        for (const kind of ["Users", "Groups", "Roles", "Policies", "InstanceProfiles"] as const) {
          assert.equal(summary?.[kind], 0, kind);
        }
      }),
      // What is drawn does not say in which order it happens: a smaller case would be another one.
      { numRuns: process.env.PORTCULLIS_SOAK === undefined ? 3 : 100, endOnFailure: true },
    );
  });
});

describe("the search for an order", () => {
  const history = (
    ...all: readonly (readonly [client: number, began: number, ended: number, add: number])[]
  ) => all.map(([client, began, ended, add]) => ({ client, began, ended, operation: add, answer: `${add}` }));
  /** A counter that answers what it becomes. */
  const find = (seen: readonly (Seen<number> & { readonly answer: string })[]) =>
    linearize(
      seen,
      0,
      (count) => ({ answer: `${count + 1}`, after: count + 1 }),
      (count) => `${count}`,
    );

  test("finds one among operations that overlap", () => {
    assert.deepEqual(find(history([0, 0, 9, 2], [1, 1, 8, 1], [1, 9, 10, 3])), { model: 3 });
  });

  test("finds none that turns round what came one after the other, or that loses a change", () => {
    assert.ok("stuck" in find(history([0, 0, 1, 2], [1, 2, 3, 1])));
    assert.ok("stuck" in find(history([0, 0, 9, 1], [1, 1, 8, 1])));
  });
});
