import { authorize, type Changes, type Denial } from "@portcullis/directory";
import type { Failure, OperationId } from "./api.ts";
import type { Call } from "./call.ts";
import { defaultChecks } from "./checks.ts";
import type { Found } from "./found.ts";
import type { Offered } from "./operation.ts";
import { operatorRefusal } from "./operator-only.ts";

/** What one attempt came to. It reads pinned states and leaves nothing behind but this value. */
export type Attempted =
  | { readonly kind: "denied"; readonly denial: Denial; readonly found: Found }
  | { readonly kind: "failed"; readonly failure: Failure; readonly found: Found }
  | {
      readonly kind: "done";
      readonly output: unknown;
      readonly changes: Changes | undefined;
      readonly found: Found;
    };

type Refused = Extract<Attempted, { readonly kind: "denied" | "failed" }>;

interface Permitted {
  readonly kind: "permitted";
  readonly found: Found;
  readonly entities: Record<string, unknown>;
}

/** Resolve and authorize: whether the call may go on, and with what. */
export function permit(offered: Offered, call: Call<OperationId>, prepared: unknown): Permitted | Refused {
  const barred = operatorRefusal(call);
  if (barred !== undefined) return { kind: "denied", denial: barred, found: {} };
  const { definition } = offered;
  const found: Found = definition.find?.(call) ?? {};
  for (const { invalid } of Object.values(found)) {
    if (invalid !== undefined) return { kind: "failed", failure: invalid, found };
  }
  const entities: Record<string, unknown> = {};
  const bound = { ...call, found, entities, prepared };
  const checks = definition.checks?.(bound as never) ?? defaultChecks(call, found);
  const denial = authorize(call.world.partition, call.caller, call.facts, checks, call.id);
  if (denial?.code === "AccessDenied") return { kind: "denied", denial, found };
  if (denial !== undefined) return { kind: "failed", failure: denial, found };
  for (const [name, each] of Object.entries(found)) {
    if (each.expect === "existing" && each.entity === undefined) {
      return { kind: "failed", failure: each.missing, found };
    }
    entities[name] = each.entity;
  }
  return { kind: "permitted", found, entities };
}

/** Resolve, authorize, run. Synchronous: between the decision and the change nothing else happens. */
export function attempt(offered: Offered, call: Call<OperationId>, prepared: unknown): Attempted {
  const permitted = permit(offered, call, prepared);
  if (permitted.kind !== "permitted") return permitted;
  const { found, entities } = permitted;
  return { ...offered.definition.run({ ...call, found, entities, prepared } as never), found };
}
