/** A decision case as a call on this server: an account with the case's policies, its caller, and what is checked. */
import {
  type Caller,
  type CallFacts,
  type Check,
  contextOf,
  parseArn,
  parseIamResource,
  type Target,
  trustSet,
} from "@portcullis/directory";
import type { DecisionCase } from "@portcullis/policy";
import { callerOf, type Keeping } from "./case-callers.ts";
import { type CaseContext, caseContext, checkContextOf, factsOf, namedKeys } from "./case-context.ts";
import { samples } from "./samples.ts";

export interface Call {
  readonly partition: string;
  readonly caller: Caller;
  readonly facts: CallFacts;
  readonly check: Check;
}

/** Why the authorizer cannot be asked what a case asks. */
export type Gap =
  | "service control policies"
  | "resource control policies"
  | "endpoint policies"
  | "an anonymous caller"
  | "a service as caller"
  | "a web identity as caller"
  | "a SAML identity as caller"
  | "identity policies of root"
  | "a principal that no account has"
  | "a context key that the server always gives, left out"
  | "a context value that the server never gives";

/** What stands in a case's text and is not in what its reader gives. */
export interface CaseText {
  readonly request: { readonly context: Readonly<Record<string, readonly string[]>> };
  readonly policies: { readonly scps: unknown; readonly rcps: unknown; readonly vpcEndpoint: unknown };
}

/** The call, or why there is none. */
export function callOf(text: CaseText, decision: DecisionCase, keeping: Keeping): Call | Gap {
  const { request, layers } = decision;
  const { principal } = request;
  // Also where they do not apply, as to the management account: what is not asked must not pass for decided.
  if (text.policies.scps !== null) return "service control policies";
  if (text.policies.rcps !== null) return "resource control policies";
  if (text.policies.vpcEndpoint !== null) return "endpoint policies";
  switch (principal.kind) {
    case "anonymous":
      return "an anonymous caller";
    case "service":
      return "a service as caller";
    case "web-identity":
      return "a web identity as caller";
    case "saml":
      return "a SAML identity as caller";
  }
  const context = caseContext(text.request.context);
  const partition = parseArn(principal.arn)?.partition ?? "";
  const caller = callerOf(partition, principal, layers, context, keeping);
  // Ids are the account's own where the case has none.
  if (caller === undefined || !sameFields({ ...caller.principal, id: "" }, { ...principal, id: "" }))
    return "a principal that no account has";
  if (
    (caller.user ?? caller.role) === undefined &&
    layers.identity.some(({ documents }) => documents.length > 0)
  )
    return "identity policies of root";
  const check: Check = {
    action: request.action,
    target: targetOf(decision, caller, keeping),
    ...checkContextOf(context, request.resource.account),
  };
  const call: Call = { partition, caller, facts: factsOf(context), check };
  return contextGap(call, context, namedKeys(layers)) ?? call;
}

/** A trust policy is a role's, as it is kept; other resources are other services'. */
function targetOf({ request, layers }: DecisionCase, { principal }: Caller, keeping: Keeping): Target {
  const { resource } = layers;
  const { arn, account } = request.resource;
  if (resource?.type !== "trust") return { arn, account, policy: resource };
  const own = principal.kind === "role-session" ? principal.roleArn : principal.arn;
  // When a trust policy is saved, the users and roles that live here are looked up; others would stay ARNs.
  const principalIds =
    keeping === "managed" && "id" in principal && principal.kind !== "federated-user"
      ? { [own]: principal.id }
      : {};
  const text = resource.documents[0]?.text ?? "";
  const named = parseIamResource(parseArn(arn)?.resource ?? "");
  const { path = "/", name = "Role" } = named ?? {};
  const policy = trustSet({ ...samples.role, path, name, trust: { text, principalIds } });
  return { arn, account, policy };
}

/** Every key that the case gives or that its policies name must be to the server what it is to the case. */
function contextGap(call: Call, context: CaseContext, named: ReadonlySet<string>): Gap | undefined {
  const made = contextOf(call.caller, call.facts, call.check);
  for (const key of new Set([...context.keys(), ...named])) {
    const wanted = context.get(key);
    const got = made.get(key);
    if (JSON.stringify(wanted) === JSON.stringify(got)) continue;
    return wanted === undefined
      ? "a context key that the server always gives, left out"
      : "a context value that the server never gives";
  }
  return undefined;
}

function sameFields(left: object, right: object): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort());
  return sorted(left) === sorted(right);
}
