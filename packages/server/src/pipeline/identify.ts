import { callerOf, issuerAccount } from "../credentials.ts";
import type { Runtime } from "../runtime.ts";
import { andThen, type Soon } from "../soon.ts";
import { authRefusal } from "./auth-refusal.ts";
import { confirm } from "./confirm.ts";
import type { Exchange, StepResult } from "./exchange.ts";

/** Loads the account of the proved credential, and says who the caller is: from here on refusals are its events. */
export function identify(runtime: Runtime, exchange: Exchange): Soon<StepResult> {
  const { credential } = exchange;
  if (credential === undefined) throw new Error("nothing was proved");
  const issuer = issuerAccount(credential);
  return andThen(runtime.realms.account(credential.account), (home) => {
    if (home === undefined) return authRefusal(exchange, "invalid");
    exchange.home = home;
    const asked = issuer === undefined ? undefined : runtime.realms.account(issuer);
    return andThen(asked, (realm) => {
      exchange.issuer = realm;
      const involved = realm === undefined ? [home] : [home, realm];
      return andThen(
        confirm(runtime, exchange, involved),
        (failure) => failure ?? nameCaller(runtime, exchange),
      );
    });
  });
}

function nameCaller(runtime: Runtime, exchange: Exchange): StepResult {
  const { credential, home, issuer, now } = exchange;
  if (credential === undefined || home === undefined) throw new Error("nothing was proved");
  const caller = callerOf(runtime, home.current(), credential, issuer?.current(), now);
  if (typeof caller === "string") return authRefusal(exchange, caller);
  exchange.caller = caller;
  return undefined;
}
