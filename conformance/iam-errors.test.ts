/** Every error that the model declares for an operation of IAM, as the official client meets it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as iam from "@aws-sdk/client-iam";
import { services } from "@portcullis/aws-model";
import { quotas } from "@portcullis/directory";
import { handlerOf } from "@portcullis/services";
import { cases } from "../packages/services/test/denied.table.ts";
import { done } from "./support/calls.ts";
import { failureOf } from "./support/clients.ts";
import { storageAside } from "./support/errors/aside.ts";
import { fillingPuts, fillingRequests } from "./support/errors/full-account.ts";
import { type Furnished, furnishForErrors } from "./support/errors/furnish.ts";
import { errorTable, families } from "./support/errors/index.ts";
import { quotaTexts } from "./support/errors/names.ts";
import type { Call, Made, Never, State } from "./support/errors/row.ts";
import { neverRaised, reasons } from "./support/errors/unraised.table.ts";
import { violationsOf } from "./support/errors/violations.ts";
import { EPHEMERAL_ACCOUNT, startEphemeral, type TestServer } from "./support/server.ts";
import { send } from "./support/wire.ts";

const offered = Object.values(services.iam.operations).filter(
  ({ name }) => handlerOf("iam", name).kind === "offered",
);
const table = errorTable as Readonly<
  Record<string, Readonly<Record<string, Call<unknown> | readonly Call<unknown>[] | Never>>>
>;
const realm = `account/${EPHEMERAL_ACCOUNT}`;
const aside = storageAside();

let server: TestServer;
let clients: Furnished["clients"];
let made: Made;
before(async () => {
  server = await startEphemeral({ drivers: aside.drivers });
  ({ clients, made } = await furnishForErrors(server));
  aside.written();
});
after(() => server.stop());

describe("the table of errors", () => {
  test("holds every operation that is offered, and every error that is declared for it once", () => {
    assert.deepEqual(Object.keys(table).sort(), offered.map(({ name }) => name).sort());
    assert.equal(Object.values(families).flatMap(Object.keys).length, offered.length);
    for (const { name, errors } of offered) {
      const declared = errors.map(({ code }) => code).filter((code) => !Object.hasOwn(neverRaised, code));
      const missing = declared.filter((code) => !Object.hasOwn(table[name] ?? {}, code));
      assert.deepEqual(missing, [], name);
    }
  });

  test("reaches every quota", () => {
    const told = Object.values(table).flatMap(({ LimitExceeded = [] }) =>
      [LimitExceeded].flat().flatMap((each) => ("never" in each ? [] : String(each.message))),
    );
    const ownWords: Readonly<Record<string, string>> = quotaTexts;
    for (const [name, { name: spoken, limit }] of Object.entries(quotas)) {
      const words = ownWords[name] ?? `Cannot exceed quota for ${spoken}: ${limit}`;
      assert.ok(
        told.some((message) => message.startsWith(words)),
        name,
      );
    }
  });

  test("gives no reason that is none", () => {
    const given = Object.values(table).flatMap((row) =>
      Object.values(row).flatMap((told) => ("never" in told ? told.never : [])),
    );
    assert.deepEqual([...new Set(given)].sort(), Object.keys(reasons).sort());
  });
});

describe("an input that breaks a constraint of the model", () => {
  /** Those that an operation tried already. */
  const tried = new Set<string>();

  test("is told where and which, by every operation, and every constraint by one", async () => {
    for (const operation of offered) {
      const all = violationsOf(operation, cases[`iam:${operation.name}` as "iam:GetUser"]?.input ?? {});
      if (all.length === 0) assert.deepEqual(operation.input?.members ?? [], [], operation.name);
      const others = all.filter(({ of }) => !tried.has(of));
      for (const { of, input, message } of others.length === 0 ? all.slice(0, 1) : others) {
        tried.add(of);
        await isRefused(operation.name, "ValidationError", { input, message });
      }
    }
    assert.deepEqual(aside.written(), [], "something changed");
  });
});

describe("in a furnished account", () => {
  tests("furnished", () => assert.deepEqual(aside.written(), [], "something changed"));
});

describe("in a furnished account, which counts it,", () => {
  tests("counting");
});

describe("in an account that another node changes", () => {
  tests("overtaken");
});

describe("in an account that is full", () => {
  before(async () => {
    await aside.write(realm, fillingPuts);
    await aside.write("installation", fillingRequests);
    // A change meets what was written.
    await clients.root.iam.send(new iam.UntagUserCommand({ UserName: "u2", TagKeys: ["none"] }));
    aside.written();
  });
  tests("full", () => assert.deepEqual(aside.written(), [], "something changed"));
});

describe("in an account without a password policy", () => {
  before(() => clients.root.iam.send(new iam.DeleteAccountPasswordPolicyCommand({})));
  tests("without a policy");
});

describe("in an account that issues tokens", () => {
  before(() => clients.root.iam.send(new iam.EnableOutboundWebIdentityFederationCommand({})));
  tests("issuing");
});

describe("five hours later", () => {
  before(async () => {
    await clients.root.iam.send(new iam.GenerateCredentialReportCommand({}));
    const headers = ["Authorization", `Bearer ${server.token}`];
    await done(send(server.operatePort, { target: "/clock", headers, body: '{"advance":"PT5H"}' }));
  });
  tests("later");
});

/** One for every operation that has rows for a state of the account. */
function tests(state: State, finally_: () => void = () => undefined): void {
  for (const [operation, row] of Object.entries(table)) {
    const calls = Object.entries(row).flatMap(([code, told]) =>
      [told]
        .flat()
        .flatMap((call) => ("never" in call || (call.in ?? "furnished") !== state ? [] : [{ code, call }])),
    );
    const codes = [...new Set(calls.map(({ code }) => code))];
    if (codes.length === 0) continue;
    test(`${operation} tells ${codes.join(", ")}`, async () => {
      for (const { code, call } of calls) {
        if (state === "overtaken") aside.overtake(() => setPassword(call.by ?? "u0"));
        await isRefused(operation, code, call);
      }
      finally_();
    });
  }
}

async function isRefused(operation: string, code: string, { by = "root", input, message }: Call<unknown>) {
  const Command: typeof iam.GetUserCommand = Reflect.get(iam, `${operation}Command`);
  const given = typeof input === "function" ? input(made) : (input ?? {});
  const refused = await failureOf(clients[by].iam.send(new Command(given)));
  const { shapeName, status } = declared(operation, code);
  assert.deepEqual([refused.name, refused.status], [shapeName, status], `${operation}: ${refused.message}`);
  if (typeof message === "string") assert.equal(refused.message, message, operation);
  else assert.match(refused.message, message, operation);
}

const anywhere = offered.flatMap(({ errors }) => errors);

/** Name and status of an error: as the operation declares it, or else another one, or none. */
function declared(operation: string, code: string): { readonly shapeName: string; readonly status: number } {
  const isIt = (error: { readonly code: string }) => error.code === code;
  const common = { shapeName: code, status: code === "AccessDenied" ? 403 : 400 };
  return services.iam.operations[operation]?.errors.find(isIt) ?? anywhere.find(isIt) ?? common;
}

/** Sets another password of somebody on the other node. */
const setPassword = (user: string) =>
  aside.write(realm, ({ entities }) => {
    const bodies = entities.map((row) => ({ row, body: JSON.parse(row.body) }));
    const id = bodies.find(({ row, body }) => row.kind === "user" && body.name === user)?.row.id;
    return bodies
      .filter(({ row }) => row.kind === "login-profile" && row.id === id)
      .map(({ row, body }) => ({ ...row, body: JSON.stringify({ ...body, password: "other" }) }));
  });
