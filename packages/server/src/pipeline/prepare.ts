import type { Caller } from "@portcullis/directory";
import { type Offered, permit } from "@portcullis/services";
import { isActive } from "../credentials.ts";
import { powersOf } from "../powers.ts";
import type { Runtime } from "../runtime.ts";
import type { Soon } from "../soon.ts";
import { callOf } from "./call-of.ts";
import { confirm, refuseUnsure } from "./confirm.ts";
import type { Exchange, StepResult } from "./exchange.ts";
import { refusalOf } from "./refusal-of.ts";

/** Pins the other accounts that the input speaks of, and does what is slow, once, before any state is bound. */
export function prepare(runtime: Runtime, exchange: Exchange): Soon<StepResult> {
  const { handler, caller, operationId } = exchange;
  if (handler === undefined || caller === undefined) throw new Error("nobody was identified");
  if (handler.kind === "not-offered") {
    return {
      code: "NotImplemented",
      message: `${operationId} is not offered by this server: ${handler.why}.`,
      status: 501,
    };
  }
  const { realms, prepare: before } = handler.definition;
  if (realms === undefined && before === undefined) return undefined;
  return prepareFor(runtime, exchange, caller, handler);
}

async function prepareFor(
  runtime: Runtime,
  exchange: Exchange,
  caller: Caller,
  handler: Offered,
): Promise<StepResult> {
  const { definition } = handler;
  for (const account of definition.realms?.(exchange.input as never) ?? []) {
    if (account === caller.account || !isActive(runtime, account)) continue;
    const other = await runtime.realms.account(account);
    if (other !== undefined) exchange.others.set(account, other);
  }
  if (exchange.others.size > 0) {
    const failure = await confirm(runtime, exchange, [...exchange.others.values()]);
    if (failure !== undefined) return failure;
  }
  if (definition.prepare !== undefined) {
    const unsure = refuseUnsure(runtime, exchange);
    if (unsure !== undefined) return unsure;
    const call = callOf(runtime, exchange, caller);
    // Slow work is for those who may ask for it; the attempt decides again, on the state that it acts on.
    const permitted = permit(handler, call, undefined);
    exchange.found = permitted.found;
    if (permitted.kind !== "permitted") return refusalOf(exchange, permitted);
    exchange.prepared = await definition.prepare(call as never, powersOf(runtime));
  }
  return undefined;
}
