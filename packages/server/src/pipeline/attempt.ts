import { type Changes, type RealmState, sealedTexts, writeBody } from "@portcullis/directory";
import {
  type Attempted,
  attempt as attemptOperation,
  throttled,
  type Unfinished,
} from "@portcullis/services";
import { type AttemptedAcross, type Attempted as AttemptedChange, commitAcross } from "@portcullis/storage";
import { encode, type Failure } from "@portcullis/wire";
import { eventRows } from "../audit/event.ts";
import { callerOf } from "../credentials.ts";
import { INSTALLATION } from "../realms/realm-names.ts";
import type { HeldRealm } from "../realms/realms.ts";
import type { Runtime } from "../runtime.ts";
import type { Soon } from "../soon.ts";
import { auditedCall } from "./audited-call.ts";
import { authRefusal } from "./auth-refusal.ts";
import { callOf } from "./call-of.ts";
import { refuseUnsure } from "./confirm.ts";
import type { Exchange, StepResult } from "./exchange.ts";
import { inSlices } from "./in-slices.ts";
import { isChange } from "./is-change.ts";
import { keepDurably, keepEvents } from "./keep-events.ts";
import { refusalOf } from "./refusal-of.ts";
import { isUrgent } from "./urgent.ts";

/**
 * Attempt and commit. Reads are answered from the committed state. Changes go through the account's committer, which
 * may repeat the whole attempt on newer state: who the caller is, what it may do and what it does are worked out
 * again, so that a change is always authorized by the very revision that it changes.
 */
export function attempt(runtime: Runtime, exchange: Exchange): Soon<StepResult> {
  const { handler, home } = exchange;
  if (handler?.kind !== "offered" || home === undefined) {
    throw new Error("nothing was prepared");
  }
  const unsure = refuseUnsure(runtime, exchange);
  if (unsure !== undefined) return unsure;
  if (isChange(exchange)) {
    const urgent = isUrgent(runtime, exchange);
    return changed(runtime, exchange, home, urgent).then((outcome) => {
      exchange.recorded = outcome.changes !== undefined;
      return outcome.failure;
    });
  }
  const state = home.current();
  const begun = begin(runtime, exchange, state);
  if (begun.kind !== "unfinished") return keep(runtime, exchange, begun);
  const attempted = inSlices(state.realm, begun.rest);
  return attempted === "busy" ? throttled : attempted.then((each) => keep(runtime, exchange, each));
}

/** The event of a read is kept before its answer leaves. */
function keep(runtime: Runtime, exchange: Exchange, attempted: Attempted): Soon<StepResult> {
  const { failure, changes } = conclude(exchange, attempted);
  if (failure !== undefined) return failure;
  if (changes !== undefined) {
    throw new Error(`${exchange.operationId} is marked as a read and changes something`);
  }
  const rows = eventRows(auditedCall(runtime, exchange, undefined));
  const { handler } = exchange;
  if (handler?.kind !== "offered" || handler.definition.issuesCredentials === undefined) {
    return keepEvents(runtime, rows);
  }
  // No credential leaves before its event is on disk.
  return keepDurably(runtime, rows, exchange.freshness).then(() => undefined);
}

/**
 * Commits a change of the account, or of the installation: then in its turn there, and in the account's, which it
 * relies on. Of two accounts that claim one thing at once, on this node or on two, one is attempted on what the other
 * one did.
 */
function changed(runtime: Runtime, exchange: Exchange, home: HeldRealm, urgent: boolean): Promise<Outcome> {
  if (exchange.handler?.kind !== "offered" || exchange.handler.definition.changes !== "installation") {
    return home.submit((state) => changeOnce(runtime, exchange, state), { urgent });
  }
  const { storage, realms } = runtime;
  const held = [home, realms.installationRealm, ...exchange.others.values()];
  const attempted = (): AttemptedAcross<Outcome> => {
    const { changes, relied = [], ...rest } = changeOnce(runtime, exchange, home.current());
    return {
      ...rest,
      changes: changes === undefined ? [] : [{ realm: INSTALLATION, ...changes }],
      relied: [home.standing(), ...relied],
    };
  };
  return commitAcross(storage, held, attempted, { urgent });
}

interface Outcome {
  readonly failure: Failure | undefined;
  readonly changes: Changes | undefined;
}

/** Resolve, authorize, run: on one state, and synchronous but for a read that takes long. */
function begin(runtime: Runtime, exchange: Exchange, state: RealmState): Attempted | Unfinished {
  const { credential, handler } = exchange;
  if (credential === undefined) throw new Error("nothing was presented");
  if (handler?.kind !== "offered") throw new Error("nothing is offered");
  exchange.draw.rewind();
  exchange.found = {};
  const caller = callerOf(runtime, state, credential, exchange.issuer?.current(), exchange.now);
  if (typeof caller === "string") {
    return { kind: "failed", failure: authRefusal(exchange, caller), found: {}, changes: undefined };
  }
  exchange.caller = caller;
  return attemptOperation(handler, callOf(runtime, exchange, caller), exchange.prepared);
}

/** What it found and answers stands on the exchange. */
function conclude(exchange: Exchange, attempted: Attempted): Outcome {
  const { service, operation } = exchange;
  if (service === undefined || operation === undefined) throw new Error("nothing was decoded");
  exchange.found = attempted.found;
  switch (attempted.kind) {
    case "denied":
    case "failed":
      return { failure: refusalOf(exchange, attempted), changes: attempted.changes };
    case "done":
      exchange.output = attempted.output;
      exchange.answer = encode(service, operation, attempted.output as never, exchange.requestId);
      return { failure: undefined, changes: attempted.changes };
  }
}

/** What an attempt leaves behind: changes and their event, or the failure that it met. */
function changeOnce(runtime: Runtime, exchange: Exchange, state: RealmState): AttemptedChange<Outcome> {
  const attempted = begin(runtime, exchange, state);
  if (attempted.kind === "unfinished") throw new Error(`${exchange.operationId} changes something in slices`);
  const outcome = conclude(exchange, attempted);
  const { failure, changes } = outcome;
  // A refusal is recorded by itself, unless it changed something: then it is kept with what it changed.
  if (failure !== undefined && changes === undefined)
    return { result: outcome, changes: undefined, events: [] };
  const { put, remove } = changes ?? { put: [], remove: [] };
  return {
    result: outcome,
    changes:
      put.length + remove.length === 0
        ? undefined
        : { puts: put.map(writeBody), deletes: remove.map(({ kind, id }) => ({ kind, id })) },
    events: eventRows(auditedCall(runtime, exchange, failure)),
    relied: [
      ...[...exchange.others.values()].map((committer) => committer.standing()),
      ...(put.some((entity) => sealedTexts(entity).length > 0) ? [runtime.keys.standing()] : []),
    ],
  };
}
