import { authorize, type Changes, type Denial } from "@portcullis/directory";
import type { Failure, OperationId } from "./api.ts";
import type { Call, Done, Failed } from "./call.ts";
import { defaultChecks } from "./checks.ts";
import type { Found } from "./found.ts";
import type { Offered } from "./operation.ts";
import { operatorRefusal } from "./operator-only.ts";
import type { Proof } from "./proof.ts";
import { isSlices, type Slices } from "./slices.ts";

interface Outcome {
  readonly found: Found;
  /** Of a refused call too: that a one-time code was tried. */
  readonly changes: Changes | undefined;
}

/** What one attempt came to. It reads pinned states and leaves nothing behind but this value. */
export type Attempted = Outcome &
  (
    | { readonly kind: "denied"; readonly denial: Denial }
    | { readonly kind: "failed"; readonly failure: Failure }
    | { readonly kind: "done"; readonly output: unknown }
  );

/** A read that was permitted and takes long: the rest of its attempt. */
export interface Unfinished {
  readonly kind: "unfinished";
  readonly rest: Slices<Attempted>;
}

type Refused = Extract<Attempted, { readonly kind: "denied" | "failed" }>;

interface Permitted extends Outcome {
  readonly kind: "permitted";
  readonly call: Call<OperationId>;
  readonly entities: Record<string, unknown>;
}

/** Resolve, prove and authorize: whether the call may go on, and with what. */
export function permit(offered: Offered, asked: Call<OperationId>, prepared: unknown): Permitted | Refused {
  const barred = operatorRefusal(asked);
  if (barred !== undefined) return { kind: "denied", denial: barred, found: {}, changes: undefined };
  const { definition } = offered;
  const found: Found = definition.find?.(asked) ?? {};
  for (const { invalid } of Object.values(found)) {
    if (invalid !== undefined) return { kind: "failed", failure: invalid, found, changes: undefined };
  }
  const { call, failure, changes } = prove(offered, asked);
  if (failure !== undefined) return { kind: "failed", failure, found, changes };
  const entities: Record<string, unknown> = {};
  const bound = { ...call, found, entities, prepared };
  const checks = definition.checks?.(bound as never) ?? defaultChecks(call, found);
  const denial = authorize(call.world.partition, call.caller, call.facts, checks, call.id);
  if (denial?.code === "AccessDenied") return { kind: "denied", denial, found, changes };
  if (denial !== undefined) return { kind: "failed", failure: denial, found, changes };
  for (const [name, each] of Object.entries(found)) {
    if (each.expect === "existing" && each.entity === undefined) {
      return { kind: "failed", failure: each.missing, found, changes };
    }
    entities[name] = each.entity;
  }
  return { kind: "permitted", call, found, entities, changes };
}

/** Looks at the one-time code that the request brings, and gives the call as it goes on. */
function prove(
  { definition }: Offered,
  call: Call<OperationId>,
): Omit<Proof, "changes"> & { readonly call: Call<OperationId>; readonly changes: Changes | undefined } {
  const { proof } = definition;
  if (proof?.given(call.input as never) !== true) return { call, changes: undefined };
  // Credentials of a kind that may not call it are told so, and learn nothing of a code.
  const barred = authorize(call.world.partition, call.caller, call.facts, [], call.id);
  if (barred !== undefined) return { call, changes: undefined };
  const { failure, changes } = proof.look(call);
  return {
    call: failure === undefined ? { ...call, mfaAt: call.now } : call,
    changes: both(changes, undefined),
    ...(failure === undefined ? {} : { failure }),
  };
}

/**
 * Resolve, authorize, run. Synchronous: between the decision and the change nothing else happens. Only of a read that takes
 * long the rest is given back.
 */
export function attempt(
  offered: Offered,
  asked: Call<OperationId>,
  prepared: unknown,
): Attempted | Unfinished {
  const permitted = permit(offered, asked, prepared);
  if (permitted.kind !== "permitted") return permitted;
  const { call, found, entities, changes } = permitted;
  const attempted = (result: Done<unknown> | Failed): Attempted => ({
    ...result,
    found,
    changes: both(changes, result.changes),
  });
  const result = offered.definition.run({ ...call, found, entities, prepared } as never);
  if (!isSlices(result)) return attempted(result);
  return { kind: "unfinished", rest: finish(result, attempted) };
}

function* finish<T, R>(work: Slices<T>, then: (result: T) => R): Slices<R> {
  return then(yield* work);
}

function both(
  first: Partial<Changes> | undefined,
  second: Partial<Changes> | undefined,
): Changes | undefined {
  if (first === undefined && second === undefined) return undefined;
  return {
    put: [...(first?.put ?? []), ...(second?.put ?? [])],
    remove: [...(first?.remove ?? []), ...(second?.remove ?? [])],
  };
}
