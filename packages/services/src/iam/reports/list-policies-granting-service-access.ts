import { serviceNames } from "@portcullis/aws-model";
import { listOperation, pagesOf } from "../../framework/list-operation.ts";
import { findByArn } from "../resources.ts";
import { grantsOfAll } from "./known-grants.ts";
import { type HeldPolicy, policiesOf } from "./policies-of.ts";
import { isPolicy } from "./subject.ts";

/**
 * For each service that was asked for, once, the policies by which a user, group or role can use it; a user's with those
 * of its groups. Boundaries and denials are not looked at. A prefix is one of a service as it is written, as AWS was seen
 * to ask.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html
 */
export const listPoliciesGrantingServiceAccess = listOperation("iam:ListPoliciesGrantingServiceAccess", {
  // Its pages have no size that could be asked for.
  pages: { ...pagesOf("PoliciesGrantingServiceAccess"), limitKey: undefined },
  find(call) {
    const { Arn } = call.input;
    const holder = findByArn(call, Arn);
    if (!isPolicy(Arn)) return { holder };
    const message = `Invalid Entity Arn: ${Arn} is not supported.`;
    return { holder: { ...holder, invalid: { code: "InvalidInput", message } } };
  },
  inSlices: true,
  refusal(call) {
    const unknown = call.input.ServiceNamespaces.filter((each) => !serviceNames.has(each));
    return unknown.length === 0
      ? undefined
      : call.fail("InvalidInput", `Invalid service namespace: [${unknown.join(", ")}]`);
  },
  *entries(call, after) {
    const ServiceNamespaces = [...new Set(call.input.ServiceNamespaces)];
    const policies = policiesOf(call, call.entities.holder);
    const grants = yield* grantsOfAll(policies.map(({ text }) => text));
    for (let at = after === undefined ? 0 : Number(after) + 1; at < ServiceNamespaces.length; at++) {
      const service = ServiceNamespaces[at] ?? "";
      const granting = policies.filter((_, which) => grants[which]?.service(service));
      yield [String(at), { ServiceNamespace: service, Policies: granting.map(policyForm) }];
    }
  },
});

/** Inline policies have no ARN and are told by who holds them. */
function policyForm({ name, arn, holder }: HeldPolicy) {
  if (arn !== undefined) return { PolicyName: name, PolicyType: "MANAGED", PolicyArn: arn } as const;
  const EntityType = ({ user: "USER", group: "GROUP", role: "ROLE" } as const)[holder.kind];
  return { PolicyName: name, PolicyType: "INLINE", EntityType, EntityName: holder.name } as const;
}
