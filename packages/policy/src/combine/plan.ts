import type { CompiledStatement } from "../compiled.ts";
import { insideOf } from "../compiled.ts";
import { type ActionFacts, actionFacts } from "../index/action-facts.ts";
import { forAction } from "../index/set-index.ts";
import type { Context, Layers, Principal, Request } from "../types.ts";
import { checkLayers } from "./check-layers.ts";
import { CALLERS, type CallerRow, DEMANDS, type Demand, type Relation } from "./combination.table.ts";
import { SERVICE_LINKED_PATH } from "./exceptions.table.ts";

/** One request as the matcher and the combination look at it: worked out once, before any statement. */
export interface Plan {
  readonly principal: Principal;
  readonly action: ActionFacts;
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
  /** What hangs on an unknown key counts as matched. */
  hopeful: boolean;
  /** The first statement found to hang on an unknown key. */
  doubtful: CompiledStatement | undefined;
  /** The decision hangs on it. */
  inDoubt: boolean;
}

const none: readonly [] = [];

export function planOf(layers: Layers, { principal, action: written, resource, context }: Request): Plan {
  checkLayers(layers);
  const action = factsOf(layers, written);
  const { arn, account } = resource;
  const caller = CALLERS[principal.kind];
  const type = layers.resource?.type;
  const trusted = isTrust(action, arn);
  const trust = trusted || type === "trust";
  // Keys always have a policy; without one there is nothing that could allow.
  const rootOfTrust = trust || type === "key" || (action.ofKeys && arn.includes(":key/"));
  const serviceLinked = principal.kind === "role-session" && principal.roleArn.includes(SERVICE_LINKED_PATH);
  const beyondRcps =
    serviceLinked || action.beyondRcps || (action.trust !== "never" && arn.includes(SERVICE_LINKED_PATH));
  return {
    principal,
    action,
    resource: arn,
    context,
    bounded: layers.boundary !== undefined,
    caller,
    demand: DEMANDS[relationOf(principal, account)][rootOfTrust ? "root-of-trust" : "ordinary"],
    unreachable: account === undefined || crossesPartition(principal, arn),
    scps: caller.scp && !serviceLinked ? layers.scps : none,
    rcps: beyondRcps ? none : layers.rcps,
    resourceLayer: trust ? "trust" : "resource",
    hopeful: false,
    doubtful: undefined,
    inDoubt: false,
  };
}

/** A set that is looked at anyway keeps what it learnt of an action. */
function factsOf({ identity, resource, boundary }: Layers, written: string): ActionFacts {
  const set = identity[0] ?? resource ?? boundary;
  return set === undefined ? actionFacts(written) : forAction(insideOf(set).index, written).action;
}

function isTrust({ trust }: ActionFacts, resource: string): boolean {
  return trust !== "never" && (trust === "always" || resource.includes(":role/"));
}

function relationOf(principal: Principal, owner: string | undefined): Relation {
  switch (principal.kind) {
    case "user":
    case "root":
    case "role-session":
    case "federated-user":
      return principal.account === owner ? "same-account" : "cross-account";
    case "anonymous":
    case "service":
    case "web-identity":
    case "saml":
      return "no-account";
  }
}

/** Accounts of different partitions have nothing in common. */
function crossesPartition(principal: Principal, resource: string): boolean {
  if (!CALLERS[principal.kind].scp || !resource.startsWith("arn:")) return false;
  const { arn } = principal as Extract<Principal, { readonly account: string }>;
  for (let at = 4; ; at++) {
    const code = arn.charCodeAt(at);
    // NaN, past the end, is no colon: a principal without a second colon is of no partition.
    if (code !== resource.charCodeAt(at)) return true;
    if (code === 0x3a) return false;
  }
}
