import { readPolicy } from "./language/read-policy.ts";
import { type ActionTest, actionMatches, compileAction } from "./match/action.ts";

/** No action has this name: what matches it matches every action of the service. */
const ANY_ACTION = "\uffff";

/** What a document of permissions opens at all. Names are asked for in lower case. */
export interface Grants {
  /** `s3` */
  service(service: string): boolean;
  /** `s3:getobject` */
  action(action: string): boolean;
}

/**
 * What a document opens as last-accessed data counts it: what an Allow names, or leaves out of its NotAction. Resources,
 * conditions and denials are not looked at. A document that cannot be understood opens nothing.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html
 */
export function grantsOf(text: string): Grants {
  const tests: ActionTest[] = [];
  const named = new Set<string>();
  for (const { effect, action } of readPolicy("identity", text).tree?.statements ?? []) {
    if (effect !== "Allow") continue;
    tests.push(compileAction(action, effect, new Map()));
    if (action.negated) continue;
    for (const { value } of action.values) named.add(value.slice(0, value.indexOf(":")).toLowerCase());
  }
  return {
    service: (service) =>
      named.has(service) || tests.some((test) => actionMatches(test, `${service}:${ANY_ACTION}`)),
    action: (action) => tests.some((test) => actionMatches(test, action)),
  };
}
