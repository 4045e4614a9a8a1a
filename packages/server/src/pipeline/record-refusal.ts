import type { Failure } from "@portcullis/wire";
import { eventRows } from "../audit/event.ts";
import type { Runtime } from "../runtime.ts";
import { auditedCall } from "./audited-call.ts";
import type { Exchange, StepResult } from "./exchange.ts";
import { keepEvents } from "./keep-events.ts";

/**
 * Records a call that was refused. Where its caller was proved it is an event of the caller's account; all others are
 * folded into the operator's, since whatever they say of themselves is unproved.
 */
export function recordRefusal(runtime: Runtime, exchange: Exchange, failure: Failure): StepResult {
  if (exchange.caller === undefined) {
    runtime.refusals.note(exchange.sourceIp, failure.code, Date.now());
    return undefined;
  }
  if (exchange.recorded) return undefined;
  return keepEvents(runtime, eventRows(auditedCall(runtime, exchange, failure)));
}
