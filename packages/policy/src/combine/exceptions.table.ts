/** Exceptions to the combination of layers, with the reason beside each. Names are lower case. */

/** Actions on a role that its trust policy decides. */
export const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  "sts:assumerole",
  "sts:assumerolewithsaml",
  "sts:assumerolewithwebidentity",
  // These accompany one of the above, and the trust policy must allow each by itself.
  "sts:tagsession",
  "sts:setsourceidentity",
  "sts:setcontext",
]);

/** Path of the roles that AWS services make for themselves: no SCP and no RCP binds them. */
export const SERVICE_LINKED_PATH = ":role/aws-service-role/";

/**
 * Services whose actions resource control policies do not reach. AWS lists those that they do reach; a service
 * that is on neither list (one of the installation's own) is bound.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export const SERVICES_WITHOUT_RCP: ReadonlySet<string> = new Set(["iam", "sns", "lambda", "ec2"]);

/** Single actions that resource control policies do not reach. */
export const ACTIONS_WITHOUT_RCP: ReadonlySet<string> = new Set([
  // A retiring principal was named when the grant was made.
  "kms:retiregrant",
]);
