import { type Changes, type RealmState, sealedTexts, writeBody } from "@portcullis/directory";
import { attempt as attemptOperation } from "@portcullis/services";
import { type Attempted, type AttemptedAcross, commitAcross } from "@portcullis/storage";
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
  const { operation, handler, home } = exchange;
  if (operation === undefined || handler?.kind !== "offered" || home === undefined) {
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
  const { failure, changes } = once(runtime, exchange, home.current());
  if (failure !== undefined) return failure;
  if (changes !== undefined) throw new Error(`${operation.name} is marked as a read and changes something`);
  const rows = eventRows(auditedCall(runtime, exchange, undefined));
  if (handler.definition.issuesCredentials !== true) return keepEvents(runtime, rows);
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

const failed = (failure: Failure): Outcome => ({ failure, changes: undefined });

/** Resolve, authorize, run, encode: synchronous, on one state. What it found and answers stands on the exchange. */
function once(runtime: Runtime, exchange: Exchange, state: RealmState): Outcome {
  const { credential, handler, service, operation } = exchange;
  if (credential === undefined || service === undefined || operation === undefined) {
    throw new Error("nothing was decoded");
  }
  if (handler?.kind !== "offered") throw new Error("nothing is offered");
  exchange.draw.rewind();
  exchange.found = {};
  const caller = callerOf(runtime, state, credential, exchange.issuer?.current(), exchange.now);
  if (typeof caller === "string") return failed(authRefusal(caller));
  exchange.caller = caller;
  const attempted = attemptOperation(handler, callOf(runtime, exchange, caller), exchange.prepared);
  exchange.found = attempted.found;
  switch (attempted.kind) {
    case "denied":
    case "failed":
      return { failure: refusalOf(attempted), changes: attempted.changes };
    case "done":
      exchange.output = attempted.output;
      exchange.answer = encode(service, operation, attempted.output as never, exchange.requestId);
      return { failure: undefined, changes: attempted.changes };
  }
}

/** What an attempt leaves behind: changes and their event, or the failure that it met. */
function changeOnce(runtime: Runtime, exchange: Exchange, state: RealmState): Attempted<Outcome> {
  const outcome = once(runtime, exchange, state);
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
