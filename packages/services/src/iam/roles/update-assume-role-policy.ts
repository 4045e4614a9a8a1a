import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { serviceLinkedRefusal } from "./service-linked.ts";
import { readTrust } from "./trust.ts";
import { accountsInTrust } from "./trust-principals.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy = operation("iam:UpdateAssumeRolePolicy", {
  realms: (input) => accountsInTrust(input.PolicyDocument),
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const { role } = call.entities;
    const protectedRole = serviceLinkedRefusal(role);
    if (protectedRole !== undefined) return protectedRole;
    const trust = readTrust(call, call.input.PolicyDocument);
    return trust.kind === "failed" ? trust : done({ put: [{ ...role, trust: trust.trust }] }, {});
  },
});
