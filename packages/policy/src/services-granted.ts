import { readPolicy } from "./language/read-policy.ts";
import { actionMatches, compileAction } from "./match/action.ts";

/** No action has this name: what matches it matches every action of the service. */
const ANY_ACTION = "\uffff";

/**
 * Which services a document of permissions opens at all, as last-accessed data counts it: an Allow names actions of the
 * service, or leaves some of them out of its NotAction. Resources, conditions and denials are not looked at. A document
 * that cannot be understood opens none.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html
 * @returns asks for a service by its prefix in actions, in lower case
 */
export function servicesGranted(text: string): (service: string) => boolean {
  const named = new Set<string>();
  const wide: ((service: string) => boolean)[] = [];
  for (const { effect, action } of readPolicy("identity", text).tree?.statements ?? []) {
    if (effect !== "Allow") continue;
    if (action.negated) {
      const test = compileAction(action, effect, new Map());
      wide.push((service) => actionMatches(test, `${service}:${ANY_ACTION}`));
      continue;
    }
    for (const { value } of action.values) {
      if (value === "*") wide.push(() => true);
      else named.add(value.slice(0, Math.max(0, value.indexOf(":"))).toLowerCase());
    }
  }
  return (service) => named.has(service) || wide.some((grants) => grants(service));
}
