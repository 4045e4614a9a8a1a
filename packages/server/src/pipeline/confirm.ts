import { accountOfAccessKeyId } from "@portcullis/directory";
import type { Failure } from "@portcullis/wire";
import type { Credential } from "../credentials.ts";
import { allowed, type Freshness } from "../freshness/stale-node.table.ts";
import type { HeldRealm } from "../realms/realms.ts";
import type { Runtime } from "../runtime.ts";
import { andThen, type Soon } from "../soon.ts";
import type { Exchange, StepResult } from "./exchange.ts";
import { isChange } from "./is-change.ts";
import { storageFailure } from "./storage-failure.table.ts";

/** Beyond the bound nothing is decided: whoever asks is sent away before anything is looked at. */
export function refuseBeyondBound(runtime: Runtime): StepResult {
  return decides(runtime.follower.freshness());
}

/**
 * Brings what the call is about up to what any node had acknowledged when it came, the installation with it. Where the
 * database does not answer, the call goes on with what is held, and the exchange notes how old that is.
 */
export function confirm(
  runtime: Runtime,
  exchange: Exchange,
  realms: readonly HeldRealm[],
): Soon<StepResult> {
  const { follower } = runtime;
  const involved = [runtime.realms.installationRealm, ...realms];
  return andThen(follower.confirm(involved), (confirmed) => {
    if (!confirmed) {
      // However short a time ago it was: else whoever lost a right since were given a session of any length.
      exchange.freshness = lessSure(lessSure(exchange.freshness, "stale"), follower.freshness(involved));
    }
    return decides(exchange.freshness);
  });
}

/**
 * What a node that is not sure enough leaves undone: changes, outbound tokens, and sessions that nobody could refuse
 * later. A session that a stale node issued names who asked for it, and no more: what it asks for in turn could not be
 * traced to them.
 */
export function refuseUnsure(runtime: Runtime, exchange: Exchange): StepResult {
  const { freshness, handler, credential } = exchange;
  const may = allowed[freshness];
  if (isChange(exchange) && may.change === "no") return storageFailure.away;
  const issued = handler?.kind === "offered" ? handler.definition.issuesCredentials : undefined;
  if (issued === undefined) return undefined;
  if (!runtime.follower.clockAgrees()) return storageFailure.away;
  switch (may[issued === "outbound" ? "issue-outbound-tokens" : "issue-sessions"]) {
    case "yes":
      return undefined;
    case "no":
      return storageFailure.away;
    case "marked":
      return credential !== undefined && isTraceable(credential) ? undefined : storageFailure.away;
  }
}

/** What clients take for final: they drop what is told of so, where they would ask again after any 5xx. */
const tellsOfNothing: ReadonlySet<string> = new Set([
  "NoSuchEntity",
  "InvalidClientTokenId",
  // Also of a delegation whose token was released just now.
  "ExpiredTradeInTokenException",
]);

/** That something is not there is said of confirmed state alone: another node may have made it just now. */
export function unlessUnsure({ freshness }: Pick<Exchange, "freshness">, failure: Failure): Failure {
  return freshness !== "fresh" && tellsOfNothing.has(failure.code) ? storageFailure.away : failure;
}

function isTraceable({ opened, accessKeyId }: Credential): boolean {
  return opened?.session.stale !== true && accountOfAccessKeyId(accessKeyId) !== undefined;
}

function decides(freshness: Freshness): StepResult {
  return allowed[freshness].decide === "no" ? storageFailure.away : undefined;
}

const order: readonly Freshness[] = ["fresh", "stale", "beyond"];

function lessSure(a: Freshness, b: Freshness): Freshness {
  return order.indexOf(a) < order.indexOf(b) ? b : a;
}
