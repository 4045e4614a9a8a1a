/** Accounts in memory, and calls that run as the server runs them: validated, attempted, kept and read back. */
import { operation as modelOperation, type ServiceId, services } from "@portcullis/aws-model";
import {
  applyChanges,
  type Caller,
  type Changes,
  callerOfKey,
  callerOfSession,
  type Entity,
  emptyState,
  newAccessKeyId,
  type RealmState,
  readBody,
  writeBody,
} from "@portcullis/directory";
import { openSession } from "@portcullis/keys";
import {
  attempt,
  type Call,
  handlerOf,
  type InputOf,
  inOneGo,
  type Offered,
  type OperationId,
  type OutputOf,
  type Powers,
  permit,
  type Slices,
} from "@portcullis/services";
import { commonErrors, encode, type Structure, validate, validationFailure } from "@portcullis/wire";
import { drawOf } from "./draw.ts";
import { markersOf, ring, vaultOf } from "./secrets.ts";

/** Whose credentials sign a call. */
export interface Who {
  readonly account: string;
  readonly accessKeyId: string;
  readonly sessionToken?: string;
}

/** A call that was answered with an error. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "Refused";
    this.code = code;
  }
}

export interface Cloud {
  /** Epoch milliseconds; a test may move it. */
  now: number;
  /** Calls that were refused and left behind that a code was tried. */
  guesses: number;
  /** How often the newest call gave way to others. */
  gaveWay: number;
  readonly partition: string;
  /** URL of the issuers; a test may take it away. */
  issuers: string | undefined;
  installation(): RealmState;
  state(account?: string): RealmState;
  /** The long-term key of an account's root user. */
  root(account?: string): Who;
  /** Throws `Refused`. */
  call<I extends OperationId>(who: Who, id: I, input?: InputOf<I>): OutputOf<I>;
  /** The error that a call is answered with; fails where it is not refused, or changed more than that a code was tried. */
  refusal<I extends OperationId>(
    who: Who,
    id: I,
    input?: InputOf<I>,
  ): { readonly code: string; readonly message: string };
  /** The same for an operation that prepares. */
  prepared<I extends OperationId>(
    who: Who,
    id: I,
    input: InputOf<I>,
    powers: Partial<Powers>,
  ): Promise<OutputOf<I>>;
  /** Puts entities in place without a call. */
  put(account: string, ...entities: readonly Entity[]): void;
}

export const home = "123456789012";
export const other = "210987654321";
export const start = Date.UTC(2026, 0, 15, 12);

export function newCloud(partition = "aws"): Cloud {
  const states = new Map<string, RealmState>();
  const roots = new Map<string, Who>();
  const draw = drawOf(Math.random());
  let revision = 1;

  function keep(account: string, put: readonly Entity[], remove: readonly Entity[]): void {
    const changes = { put: put.map((entity) => readBody(writeBody(entity))), remove };
    revision++;
    states.set(account, applyChanges(stateOf(account), changes, revision, `change ${revision}`));
  }
  function stateOf(account: string): RealmState {
    return states.get(account) ?? emptyState(`account/${account}`);
  }
  for (const account of [home, other]) {
    const accessKeyId = newAccessKeyId("AKIA", account, draw.bytes);
    roots.set(account, { account, accessKeyId });
    keep(
      account,
      [
        { kind: "account", id: account, created: start },
        {
          kind: "access-key",
          id: accessKeyId,
          owner: account,
          status: "Active",
          created: start,
          secret: "sealed",
        },
      ],
      [],
    );
  }
  let installation = applyChanges(
    emptyState("installation"),
    {
      put: [home, other].map((id) => ({
        kind: "enrollment",
        id,
        created: start,
        state: "active",
        operator: id === home,
      })),
      remove: [],
    },
    1,
    "first",
  );

  function keepInstallation({ put, remove }: Changes): void {
    revision++;
    const kept = { put: put.map((entity) => readBody(writeBody(entity))), remove };
    installation = applyChanges(installation, kept, revision, `change ${revision}`);
  }

  function callerOf(who: Who): Caller {
    const state = stateOf(who.account);
    const caller =
      who.sessionToken === undefined
        ? keyCaller(partition, state, who)
        : sessionCaller(partition, state, who, who.sessionToken);
    if (caller === undefined) throw new Refused("InvalidClientTokenId", "nobody has these credentials");
    return caller;
  }

  function callFor(who: Who, id: OperationId, input: unknown): Call<OperationId> {
    const caller = callerOf(who);
    return {
      id,
      input: input as never,
      caller,
      home: caller.home,
      account: caller.account,
      world: {
        partition,
        installation,
        issuers: cloud.issuers,
        account: (number) => (number === caller.account ? undefined : states.get(number)),
      },
      facts: {
        now: cloud.now,
        sourceIp: "192.0.2.7",
        secureTransport: true,
        userAgent: "test",
        referer: undefined,
        region: "us-east-1",
      },
      now: cloud.now,
      requestId: "0",
      draw,
      vault: vaultOf(caller.account),
      markers: markersOf(caller, id, input as Structure, cloud.now),
      fail: (code, message) => ({ kind: "failed", failure: { code, message } }),
    };
  }

  function run(who: Who, id: OperationId, input: unknown, prepared: unknown): unknown {
    const { offered, service, operation } = found(id);
    const invalid = validationFailure(operation, validate(operation, input as Structure));
    if (invalid !== undefined) throw new Refused(invalid.code, invalid.message);
    const begun = attempt(offered, callFor(who, id, input), prepared);
    cloud.gaveWay = 0;
    const attempted = begun.kind === "unfinished" ? inOneGo(counted(begun.rest)) : begun;
    const { changes } = attempted;
    if (attempted.kind !== "done" && changes !== undefined) {
      keep(who.account, changes.put, changes.remove);
      cloud.guesses++;
    }
    if (attempted.kind === "denied") throw new Refused(attempted.denial.code, attempted.denial.message);
    if (attempted.kind === "failed") {
      const { code, message, status } = attempted.failure;
      const declared = operation.errors.some((error) => error.code === code) || commonErrors.has(code);
      if (!declared && status === undefined)
        throw new Error(`${id} does not declare ${code}, nor its status`);
      throw new Refused(code, message);
    }
    encode(services[service], operation, attempted.output as Structure, "0");
    if (changes === undefined) return attempted.output;
    if (offered.definition.changes === "installation") keepInstallation(changes);
    else keep(who.account, changes.put, changes.remove);
    return attempted.output;
  }

  function* counted<T>(work: Slices<T>): Slices<T> {
    for (;;) {
      const { done, value } = work.next();
      if (done === true) return value;
      cloud.gaveWay++;
      yield;
    }
  }

  const cloud: Cloud = {
    now: start,
    guesses: 0,
    gaveWay: 0,
    partition,
    issuers: "https://iam.example.com/issuers",
    installation: () => installation,
    state: (account = home) => stateOf(account),
    root: (account = home) => roots.get(account)!,
    put: (account, ...entities) => keep(account, entities, []),
    call: (who, id, input) => run(who, id, input ?? {}, undefined) as never,
    async prepared(who, id, input, powers) {
      const { offered } = found(id);
      const call = callFor(who, id, input);
      const permitted = permit(offered, call, undefined);
      if (permitted.kind === "denied") throw new Refused(permitted.denial.code, permitted.denial.message);
      if (permitted.kind === "failed") throw new Refused(permitted.failure.code, permitted.failure.message);
      const prepared = await offered.definition.prepare?.(call as never, powers as Powers);
      return run(who, id, input, prepared) as never;
    },
    refusal(who, id, input) {
      const before = [states.get(who.account), installation];
      const { guesses } = cloud;
      try {
        cloud.call(who, id, input as never);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const after = [states.get(who.account), installation];
        if (cloud.guesses === guesses && (after[0] !== before[0] || after[1] !== before[1]))
          throw new Error(`${id} was refused and changed something`);
        return { code: error.code, message: error.message };
      }
      throw new Error(`${id} was not refused`);
    },
  };
  return cloud;
}

function keyCaller(partition: string, state: RealmState, who: Who): Caller | undefined {
  const key = state.byId["access-key"].get(who.accessKeyId);
  return key === undefined ? undefined : callerOfKey(partition, state, who.account, key);
}

function sessionCaller(partition: string, state: RealmState, who: Who, token: string): Caller | undefined {
  const opened = openSession(ring, token, who.accessKeyId);
  return opened === undefined ? undefined : callerOfSession(partition, state, opened.session);
}

function found(id: OperationId): {
  readonly offered: Offered;
  readonly service: ServiceId;
  readonly operation: NonNullable<ReturnType<typeof modelOperation>>;
} {
  const [service, name] = id.split(":") as [ServiceId, string];
  const offered = handlerOf(service, name);
  const operation = modelOperation(service, name);
  if (offered.kind !== "offered" || operation === undefined) throw new Error(`${id} is not offered`);
  return { offered, service, operation };
}
