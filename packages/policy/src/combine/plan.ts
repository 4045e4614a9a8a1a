import { serviceOf } from "../service-index.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { Context, Layers, Principal, Request } from "../types.ts";
import { checkLayers } from "./check-layers.ts";
import { CALLERS, type CallerRow, DEMANDS, type Demand, type Relation } from "./combination.table.ts";
import {
  ACTIONS_WITHOUT_RCP,
  SERVICE_LINKED_PATH,
  SERVICES_WITHOUT_RCP,
  TRUST_ACTIONS,
} from "./exceptions.table.ts";

/** One request as the matcher and the combination look at it: worked out once, before any statement. */
export interface Plan {
  readonly principal: Principal;
  /** The action as the request names it, for explanations. */
  readonly written: string;
  /** Lower case. */
  readonly action: string;
  /** Lower case. */
  readonly service: string;
  readonly resource: string;
  readonly context: Context;
  /** A permissions boundary is attached to the caller. */
  readonly bounded: boolean;
  readonly caller: CallerRow;
  readonly demand: Demand;
  /** No policy of the resource's side can count: no owner is known, or a partition's border lies between. */
  readonly unreachable: boolean;
  readonly scps: Layers["scps"];
  readonly rcps: Layers["rcps"];
  /** What the layer of the resource's own policy is called. */
  readonly resourceLayer: "resource" | "trust";
}

const none: readonly [] = [];

export function planOf(layers: Layers, { principal, action: written, resource, context }: Request): Plan {
  checkLayers(layers);
  const action = lowerAscii(written);
  const service = serviceOf(action);
  const caller = CALLERS[principal.kind];
  const relation = relationOf(principal, resource.account);
  const trust = layers.resource?.type === "trust" || isTrustAction(action, resource.arn);
  const rootOfTrust = trust || layers.resource?.type === "key" || isKeyAction(action, resource.arn);
  const serviceLinked = principal.kind === "role-session" && principal.roleArn.includes(SERVICE_LINKED_PATH);
  return {
    principal,
    written,
    action,
    service,
    resource: resource.arn,
    context,
    bounded: layers.boundary !== undefined,
    caller,
    demand: DEMANDS[relation][rootOfTrust ? "root-of-trust" : "ordinary"],
    unreachable: resource.account === undefined || crossesPartition(principal, resource.arn),
    scps: caller.scp && !serviceLinked ? layers.scps : none,
    rcps: serviceLinked || isBeyondRcps(action, resource.arn) ? none : layers.rcps,
    resourceLayer: trust ? "trust" : "resource",
  };
}

function relationOf(principal: Principal, owner: string | undefined): Relation {
  if (!("account" in principal)) return "no-account";
  return principal.account === owner ? "same-account" : "cross-account";
}

function isTrustAction(action: string, resource: string): boolean {
  if (!TRUST_ACTIONS.has(action)) return false;
  return action.startsWith("sts:assumerole") || resource.includes(":role/");
}

/** Keys always have a policy; without one there is nothing that could allow. */
function isKeyAction(action: string, resource: string): boolean {
  return action.startsWith("kms:") && resource.includes(":key/");
}

function isBeyondRcps(action: string, resource: string): boolean {
  if (SERVICES_WITHOUT_RCP.has(serviceOf(action)) || ACTIONS_WITHOUT_RCP.has(action)) return true;
  return TRUST_ACTIONS.has(action) && resource.includes(SERVICE_LINKED_PATH);
}

/** Accounts of different partitions have nothing in common. */
function crossesPartition(principal: Principal, resource: string): boolean {
  if (!("account" in principal) || !resource.startsWith("arn:")) return false;
  const end = principal.arn.indexOf(":", 4) + 1;
  return !resource.startsWith(principal.arn.slice(0, end));
}
