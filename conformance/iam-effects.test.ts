/** What every change of IAM does, as the official client sees it; and that it does nothing where the storage fails. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as iam from "@aws-sdk/client-iam";
import { services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";
import { callsOf, type Parameters } from "./support/calls.ts";
import { beforeChanges, filledFrom, withCodes } from "./support/change-runner.ts";
import { changes } from "./support/changes.table.ts";
import { clientsOf, failureOf } from "./support/clients.ts";
import type { Effect, Refused, Shown } from "./support/effect.ts";
import { effects } from "./support/effects.table.ts";
import { storageAside } from "./support/errors/aside.ts";
import { type Phone, phoneWith } from "./support/phone.ts";
import { sdkInput } from "./support/sdk-input.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";
import { shownElsewhere } from "./support/shown-elsewhere.table.ts";

const aside = storageAside();
let server: TestServer;
let root: iam.IAMClient;
/** Of whoever holds the access key that was made. */
let holder: iam.IAMClient;
let phone: Phone | undefined;
/** Ids and secrets by the elements in which answers told them; the newest of each. */
const made: Record<string, string> = {};

before(async () => {
  server = await startEphemeral({ drivers: aside.drivers });
  root = clientsOf(server, server.root).iam;
  Object.assign(made, await beforeChanges(callsOf(server, server.root)));
});
after(() => server.stop());

describe("the table of effects", () => {
  test("holds every change", () => {
    assert.deepEqual(Object.keys(effects).sort(), changes.map(([action]) => action).sort());
  });

  test("shows with them what every other operation does, or says where that is shown", () => {
    const shown = Object.values(effects).flatMap((each) => [each].flat());
    const calls = shown.flatMap((each) => ("see" in each ? each.call : []));
    const others = Object.keys(services.iam.operations)
      .filter((name) => handlerOf("iam", name).kind === "offered" && !Object.hasOwn(effects, name))
      .filter((name) => !calls.some((call) => call === name));
    assert.deepEqual(Object.keys(shownElsewhere).sort(), others.sort());
    for (const [name, file] of Object.entries(shownElsewhere)) {
      const text = readFileSync(join(import.meta.dirname, file), "utf8");
      assert.match(text, new RegExp(`\\b(?:${name}Command|paginate${name})\\(`), name);
    }
  });
});

describe("every change", () => {
  test("is refused whole where the storage fails, and then does what a call shows", async (walk) => {
    for (const [action, parameters, by] of changes) {
      await walk.test(action, async () => {
        const client = by === undefined ? root : holder;
        const own = [effects[action] ?? []].flat();
        const more = Object.assign({}, ...own.map((each) => ("with" in each ? each.with : {})));
        const asked = () => ({ ...inputOf(action, parameters), ...more });

        aside.overtake(() => Promise.reject(new TypeError("a fault of the server")));
        const { name, status } = await failureOf(send(client, action, asked()));
        const fault = services.iam.operations[action]?.errors.find(({ code }) => code === "ServiceFailure");
        assert.deepEqual([name, status], [fault?.shapeName ?? "InternalFailure", 500]);
        for (const effect of own) await isNotYet(effect);

        const input = asked();
        const earlier = { ...made };
        remember(await send(client, action, input));
        for (const effect of own) {
          if ("see" in effect) assert.deepEqual(await seen(effect), effect.is);
          else if ("call" in effect) assert.equal((await failureOf(called(effect))).name, effect.refusal);
          else if ("again" in effect)
            assert.equal((await failureOf(send(client, action, input))).name, effect.again);
          else assert.notEqual(made[effect.renews], earlier[effect.renews]);
        }
      });
    }
  });
});

/** What is asked of the effect afterwards is not so before. */
async function isNotYet(effect: Effect): Promise<void> {
  if ("see" in effect) assert.notDeepEqual(await seen(effect), effect.is);
  else if ("call" in effect && /^Get/.test(effect.call)) await called(effect);
}

/** undefined also of what is not there. */
async function seen(effect: Shown): Promise<unknown> {
  try {
    return effect.see((await called(effect)) as never);
  } catch (error) {
    if (error instanceof iam.NoSuchEntityException || error instanceof iam.FeatureDisabledException)
      return undefined;
    throw error;
  }
}

const called = (effect: Shown | Refused) => send("by" in effect ? holder : root, effect.call, effect.input);

function send(client: iam.IAMClient, operation: string, input: object = {}): Promise<object> {
  const Command: typeof iam.GetUserCommand = Reflect.get(iam, `${operation}Command`);
  return client.send(new Command(input));
}

/** With what was made in the meantime, and with what the MFA device shows. */
function inputOf(action: string, parameters: Parameters): object {
  const filled = withCodes(phone, filledFrom(made, parameters));
  return sdkInput(services.iam.operations[action]?.input, filled);
}

function remember(answer: object): void {
  for (const [name, value] of Object.entries(answer)) {
    if (name === "$metadata") continue;
    if (typeof value === "string") made[name] = value;
    else if (value instanceof Uint8Array && name === "Base32StringSeed")
      phone = phoneWith(Buffer.from(value).toString("latin1"));
    else if (typeof value === "object" && value !== null) remember(value);
  }
  const { AccessKeyId = "", SecretAccessKey = "" } = made;
  if ("AccessKey" in answer)
    holder = clientsOf(server, { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }).iam;
}
