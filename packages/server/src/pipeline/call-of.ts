import type { Caller, RealmState } from "@portcullis/directory";
import type { Call, OperationId } from "@portcullis/services";
import { markersOf } from "../markers.ts";
import type { Runtime } from "../runtime.ts";
import { vaultOf } from "../vault.ts";
import type { Exchange } from "./exchange.ts";

/** What an operation is handed for one attempt: the caller at one revision, and states pinned for this attempt. */
export function callOf(runtime: Runtime, exchange: Exchange, caller: Caller): Call<OperationId> {
  const { credential, operationId, input, now } = exchange;
  if (credential === undefined || operationId === undefined) throw new Error("nothing was decoded");
  const pinned = new Map<string, RealmState>();
  for (const [account, committer] of exchange.others) pinned.set(account, committer.current());
  const region = regionOf(runtime, exchange);
  return {
    id: operationId,
    input: input as never,
    caller,
    home: caller.home,
    account: caller.account,
    world: {
      partition: runtime.partition,
      installation: runtime.realms.installation(),
      issuers: runtime.issuers,
      account: (number) => pinned.get(number),
    },
    facts: {
      now,
      sourceIp: exchange.sourceIp,
      secureTransport: exchange.secure,
      userAgent: exchange.userAgent,
      referer: exchange.referer,
      region,
    },
    now,
    requestId: exchange.requestId,
    draw: exchange.draw,
    vault: vaultOf(runtime, credential, region, exchange.freshness),
    markers: markersOf(runtime, caller, operationId, input, now),
    fail: (code, message) => ({ kind: "failed", failure: { code, message } }),
  };
}

/** Services without regions answer for one, whatever the scope says; others for the scope's. */
export function regionOf(runtime: Runtime, { service, presented }: Exchange): string {
  return service?.id === "sts" || service?.id === "cloudtrail"
    ? (presented?.region ?? runtime.homeRegion)
    : runtime.homeRegion;
}
