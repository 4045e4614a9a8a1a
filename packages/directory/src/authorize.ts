import {
  type Decision,
  decide,
  type Layers,
  type PolicySet,
  type Request,
  reasonOf,
} from "@portcullis/policy";
import type { Caller } from "./caller.ts";
import { type CallFacts, type CheckContext, contextOf } from "./context.ts";
import { credentialRefusal } from "./credential-limits.table.ts";
import { callerLayers } from "./layers.ts";

/** What an action is asked for on. */
export interface Target {
  readonly arn: string;
  /** The account that owns it. */
  readonly account: string | undefined;
  /** The policy on the resource: a role's trust policy. */
  readonly policy?: PolicySet | undefined;
  /** How a denial names it where that is not the ARN; empty: it names no resource. */
  readonly spoken?: string | undefined;
}

/** One permission that a call needs. All checks of a call must be allowed. */
export interface Check extends CheckContext {
  /** `iam:CreateUser` */
  readonly action: string;
  readonly target: Target;
  /** AWS gives no reason in this denial. */
  readonly terse?: boolean;
}

export interface Denial {
  /** InvalidClientTokenId: the kind of credentials rules the action out, whatever policies say. */
  readonly code: "AccessDenied" | "InvalidClientTokenId";
  /** The whole text, as the caller sees it. */
  readonly message: string;
  /** undefined where no policy was asked. */
  readonly decision: Decision | undefined;
}

/**
 * The first check that is refused; undefined where all are allowed.
 * @param operation what is called: some kinds of credentials may not, though it needs no permission
 */
export function authorize(
  partition: string,
  caller: Caller,
  facts: CallFacts,
  checks: readonly Check[],
  operation?: string,
): Denial | undefined {
  const barred = operation === undefined ? undefined : credentialRefusal(caller, operation);
  if (barred !== undefined) return { ...barred, decision: undefined };
  if (checks.length === 0) return undefined;
  const own = callerLayers(partition, caller);
  for (const check of checks) {
    const refused = credentialRefusal(caller, check.action);
    if (refused !== undefined) return { ...refused, decision: undefined };
    const layers: Layers = {
      ...own,
      ...(check.target.policy === undefined ? {} : { resource: check.target.policy }),
      scps: [],
      rcps: [],
    };
    const request: Request = {
      principal: caller.principal,
      action: check.action,
      resource: { arn: check.target.arn, account: check.target.account },
      context: contextOf(caller, facts, check),
    };
    const decision = decide(layers, request);
    if (decision.outcome !== "Allow") {
      // Not by `explain`, which looks at every statement: a denial must not cost more than the decision.
      const reason = check.terse === true ? "" : reasonOf(decision, check.action);
      return { code: "AccessDenied", message: denialMessage(caller, check, reason), decision };
    }
  }
  return undefined;
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denialMessage(caller: Caller, check: Check, reason: string): string {
  const resource = check.target.spoken ?? check.target.arn;
  const words = [`User: ${caller.principal.arn} is not authorized to perform: ${check.action}`];
  if (resource !== "") words.push(`on resource: ${resource}`);
  if (reason !== "") words.push(reason);
  return words.join(" ");
}
