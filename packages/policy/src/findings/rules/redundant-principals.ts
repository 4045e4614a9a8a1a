import type { StatementRule } from "../rule.ts";

/** A session of a role that is named as well. The role's path is no part of the session's ARN. */
export const redundantPrincipals: StatementRule = ({ principal }, { type }, say) => {
  if (type !== "trust" || principal === undefined || principal.negated) return;
  const roles = new Map<string, string>();
  for (const { key, value } of principal.entries) {
    const [arn, partition, service, , account, resource = ""] = value.value.split(":");
    if (key !== "AWS" || arn !== "arn" || service !== "iam" || !resource.startsWith("role/")) continue;
    roles.set(`${partition}:${account}:${resource.slice(resource.lastIndexOf("/") + 1)}`, value.value);
  }
  for (const { key, value } of principal.entries) {
    const [arn, partition, service, , account, resource = ""] = value.value.split(":");
    if (key !== "AWS" || arn !== "arn" || service !== "sts" || !resource.startsWith("assumed-role/"))
      continue;
    const parent = roles.get(`${partition}:${account}:${resource.split("/")[1]}`);
    if (parent !== undefined)
      say("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", value.start, {
        redundant_principal: value.value,
        parent_role: parent,
      });
  }
};
