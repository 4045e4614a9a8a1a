/** What holds of every operation of IAM, as the official client sees it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as iam from "@aws-sdk/client-iam";
import { services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";
import { cases } from "../packages/services/test/denied.table.ts";
import { callsOf } from "./support/calls.ts";
import { type Clients, clientsOf, failureOf } from "./support/clients.ts";
import { furnish, listsOf } from "./support/furnished-account.ts";
import { newNobody } from "./support/nobody.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";

const account = "123456789012";
const offered = Object.values(services.iam.operations).filter(
  ({ name }) => handlerOf("iam", name)?.kind === "offered",
);

let server: TestServer;
let root: Clients;
before(async () => {
  server = await startEphemeral();
  root = clientsOf(server, server.root);
  await furnish(callsOf(server, server.root), account);
});
after(() => server.stop());

describe("every operation", () => {
  test("is refused to a principal without permission, in AWS's words", async () => {
    const nobody = await newNobody(server);
    for (const { name } of offered) {
      const Command: typeof iam.GetUserCommand = Reflect.get(iam, `${name}Command`);
      const input = cases[`iam:${name}` as "iam:GetUser"]?.input;
      const refused = await failureOf(nobody.iam.send(new Command(input ?? {})));
      assert.equal(refused.name, "AccessDenied", `${name}: ${refused.message}`);
      assert.equal(refused.status, 403);
      const [, action = ""] =
        /^User: arn:aws:iam::123456789012:user\/Nobody is not authorized to perform: (iam:\w+)(?: on resource: .+)? because no identity-based policy allows the \1 action$/.exec(
          refused.message,
        ) ?? [];
      assert.notEqual(action, "", `${name}: ${refused.message}`);
    }
  });
});

describe("every list", () => {
  /** What stands in the lists of an answer, and of those that follow it. */
  async function itemsOf(list: string, input: object, pageSize: number): Promise<Record<string, unknown[]>> {
    const paginate: typeof iam.paginateListUsers = Reflect.get(iam, `paginate${list}`);
    const items: Record<string, unknown[]> = {};
    for await (const page of paginate({ client: root.iam, pageSize }, input)) {
      for (const [name, value] of Object.entries(page)) {
        if (Array.isArray(value)) items[name] = [...(items[name] ?? []), ...value];
      }
    }
    return items;
  }

  for (const [list, parameters] of Object.entries(listsOf(account))) {
    test(`${list} is read in pages of one, to the last`, async () => {
      const input = inputOf(parameters);
      const whole = await itemsOf(list, input, 1000);
      assert.ok(Object.values(whole).flat().length > 1);
      assert.deepEqual(await itemsOf(list, input, 1), whole);
    });
  }
});

/** Parameters of the query protocol as the client takes them. */
function inputOf(parameters: Readonly<Record<string, string>>): Record<string, string | string[]> {
  const input: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const [list = "", member] = name.split(".");
    if (member === undefined) input[name] = value;
    else input[list] = [...(input[list] ?? []), value];
  }
  return input;
}
