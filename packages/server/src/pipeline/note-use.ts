import type { Runtime } from "../runtime.ts";
import { regionOf } from "./call-of.ts";
import type { Exchange } from "./exchange.ts";

/** Notes what an authenticated call shows of its caller, whatever became of it. */
export function noteUse(runtime: Runtime, exchange: Exchange): void {
  const { caller, service, operation, now } = exchange;
  if (caller === undefined || service === undefined) return;
  runtime.usage.note(caller, service.signingName, operation, now, regionOf(runtime, exchange));
}
