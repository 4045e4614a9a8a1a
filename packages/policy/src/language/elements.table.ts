import type { PolicyType } from "../types.ts";

export type Presence = "required" | "optional" | "forbidden";

/** Which elements a policy of a type may and must have. */
export interface ElementRules {
  /** "2012": must be there and 2012-10-17. "optional": 2012-10-17, 2008-10-17 or none. */
  readonly version: "optional" | "2012";
  readonly id: "optional" | "forbidden";
  /** "everyone": must be there and `"*"`. */
  readonly principal: Presence | "everyone";
  /** Where it is allowed at all it goes with Deny only. */
  readonly notPrincipal: "optional" | "forbidden";
  readonly notAction: "optional" | "forbidden";
  /** Resource and NotResource alike. */
  readonly resource: Presence;
}

const grants: ElementRules = {
  version: "optional",
  // The guide keeps Id to resource policies; IAM itself takes it in every document, and it decides nothing.
  id: "optional",
  principal: "forbidden",
  notPrincipal: "forbidden",
  notAction: "optional",
  resource: "required",
};

const onResource: ElementRules = {
  ...grants,
  principal: "required",
  notPrincipal: "optional",
  // Some services (Amazon ECR) leave it out: the policy speaks of the resource that carries it.
  resource: "optional",
};

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export const ELEMENTS: Readonly<Record<PolicyType, ElementRules>> = {
  identity: grants,
  boundary: grants,
  session: grants,
  trust: { ...onResource, notPrincipal: "forbidden", resource: "forbidden" },
  resource: onResource,
  key: onResource,
  endpoint: { ...onResource, resource: "required" },
  scp: { ...grants, version: "2012", id: "forbidden" },
  rcp: { ...grants, version: "2012", id: "forbidden", principal: "everyone", notAction: "forbidden" },
};
