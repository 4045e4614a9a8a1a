import type { Runtime } from "../runtime.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Whether a change may use the space that is kept back for a full disk: the operator's account takes something away.
 * Whatever adds waits for space, so that the reserve lasts for what it is kept for.
 */
export function isUrgent(runtime: Runtime, { caller, handler, input }: Exchange): boolean {
  if (caller === undefined || handler?.kind !== "offered") return false;
  const { takesAway } = handler.definition;
  if (typeof takesAway === "function" ? !takesAway(input as never) : takesAway !== true) return false;
  return runtime.realms.installation().byId.enrollment.get(caller.account)?.operator === true;
}
