import { callerOf } from "../credentials.ts";
import type { Runtime } from "../runtime.ts";
import { andThen, type Soon } from "../soon.ts";
import { authRefusal } from "./auth-refusal.ts";
import type { Exchange, StepResult } from "./exchange.ts";

/** Loads the account of the proved credential, and says who the caller is: from here on refusals are its events. */
export function identify(runtime: Runtime, exchange: Exchange): Soon<StepResult> {
  const { credential } = exchange;
  if (credential === undefined) throw new Error("nothing was proved");
  return andThen(runtime.realms.account(credential.account), (home) => {
    if (home === undefined) return authRefusal("invalid");
    const caller = callerOf(runtime, home.current(), credential, exchange.now);
    if (typeof caller === "string") return authRefusal(caller);
    exchange.home = home;
    exchange.caller = caller;
    return undefined;
  });
}
