import { check, compile, type PolicySet, type PolicyType, resourcePatternsOf } from "@portcullis/policy";
import type { Failure } from "../../framework/api.ts";
import { invalidInput } from "./invalid-input.ts";
import { notAnArn } from "./resource-names.ts";

/**
 * The policy that every resource of a simulation is taken to have. A role's trust policy, which names no resource, may
 * stand here too. AWS wants ARNs under Resource, not `*`.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html (ResourcePolicy)
 */
export function resourcePolicy(text: string, partition: string): PolicySet | Failure {
  const type = typesOf.find((each) => check(each, text, { partition }).length === 0);
  if (type === undefined) return invalidInput("Resource policy has invalid content");
  if (resourcePatternsOf(type, text).includes("*")) return notAnArn("*");
  return compile(type, [{ source: { name: "ResourcePolicy" }, text }]);
}

// What may be a trust policy is one: that is the narrower kind.
const typesOf: readonly PolicyType[] = ["trust", "resource"];

/**
 * What stands in for the policies of resources where a simulation is given none: each leaves the decision to the
 * caller's own account, as a role's trust policy and a key policy must before the caller's permissions count at all.
 */
export function delegation(account: string): PolicySet {
  const Statement = [{ Effect: "Allow", Principal: { AWS: account }, Action: "*", Resource: "*" }];
  const text = JSON.stringify({ Version: "2012-10-17", Statement });
  return compile("resource", [{ source: { name: "" }, text }]);
}
