import type { IssueRow } from "./issue.ts";

/**
 * Errors in what a statement names: actions, resources, principals.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export const ERRORS_OF_NAMES = {
  INVALID_ACTION: {
    title: "Invalid action",
    text: "The action {{action}} does not exist. Did you mean {{valid_action}}?",
  },
  UNKNOWN_ACTION: {
    code: "INVALID_ACTION",
    title: "Invalid action",
    text: "The action {{action}} does not exist.",
  },
  UNKNOWN_SERVICE_IN_ACTION: {
    code: "INVALID_SERVICE_IN_ACTION",
    title: "Invalid service in action",
    text: "The service {{service}} specified in the action does not exist.",
  },
  INVALID_SERVICE_IN_ACTION: {
    title: "Invalid service in action",
    text: "The service {{service}} specified in the action does not exist. Did you mean {{service2}}?",
  },
  UNSUPPORTED_ACTION_IN_POLICY: {
    title: "Unsupported action in policy",
    text: "The action {{action}} is not supported for the resource-based policy attached to the resource type {{resourceType}}.",
  },
  MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: {
    title: "Missing action for roles anywhere trust policy",
    text: "The rolesanywhere.amazonaws.com service principal requires the sts:AssumeRole, sts:SetSourceIdentity, and sts:TagSession permissions to assume a role. Add the missing permissions to the policy.",
  },
  MISMATCHED_ACTION_FOR_PRINCIPAL: {
    title: "Mismatched action for principal",
    text: "The {{actionName}} action is invalid with the following principal(s): {{principalNames}}. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options.",
  },
  INVALID_SERVICE: {
    title: "Invalid service",
    text: "The service {{service}} does not exist. Use a valid service name.",
  },
  INVALID_ARN_PREFIX: {
    title: "Invalid ARN prefix",
    text: "Add the required prefix (arn) to the resource ARN.",
  },
  MISSING_ARN_FIELD: {
    title: "Missing ARN field",
    text: "Resource ARNs must include at least {{fields}} fields in the following structure: arn:partition:service:region:account:resource",
  },
  INVALID_PARTITION: {
    title: "Invalid partition",
    text: "The resource ARN for the service {{service}} does not support the partition {{partition}}. Use the supported values: {{partitions}}",
  },
  INVALID_ARN_SERVICE_CASE: {
    title: "Invalid ARN service case",
    text: "Update the service name {{service}} in the resource ARN to use all lowercase letters.",
  },
  INVALID_ARN_REGION: {
    title: "Invalid ARN Region",
    text: "The Region {{region}} is not valid for this resource. Update the resource ARN to include a supported Region.",
  },
  MISSING_ARN_REGION: {
    title: "Missing ARN Region",
    text: "Add a Region to the {{service}} resource ARN.",
  },
  ARN_REGION_NOT_ALLOWED: {
    title: "ARN Region not allowed",
    text: "The service {{service}} does not support specifying a Region in the resource ARN.",
  },
  INVALID_ARN_ACCOUNT: {
    title: "Invalid ARN account",
    text: "The resource ARN account ID {{account}} is not valid. Provide a 12-digit account ID.",
  },
  MISSING_ARN_ACCOUNT: {
    title: "Missing ARN account",
    text: "The resource {{resourceName}} in the arn is missing an account id. Please provide a 12 digit account id.",
  },
  ARN_ACCOUNT_NOT_ALLOWED: {
    title: "ARN account not allowed",
    text: "The service {{service}} does not support specifying an account ID in the resource ARN.",
  },
  INVALID_ARN_RESOURCE: {
    title: "Invalid ARN resource",
    text: "Resource ARN does not match the expected ARN format. Update the resource portion of the ARN.",
  },
  UNSUPPORTED_RESOURCE_ARN_IN_POLICY: {
    title: "Unsupported resource ARN in policy",
    text: "The resource ARN is not supported for the resource-based policy attached to the resource type {{resourceType}}.",
  },
  INVALID_PRINCIPAL_FORMAT: {
    title: "Invalid principal format",
    text: "The Principal element contents are not valid. Specify a key-value pair in the Principal element.",
  },
  INVALID_PRINCIPAL_KEY: {
    title: "Invalid principal key",
    text: "The principal key {{principal-key}} is not valid.",
  },
  UNSUPPORTED_PRINCIPAL: {
    title: "Unsupported principal",
    text: "The policy type {{policy_type}} does not support the Principal element. Remove the Principal element.",
  },
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: {
    title: "Unsupported wildcard in principal",
    text: "Wildcards (*, ?) are not supported with the principal key {{principal_key}}. Replace the wildcard with a valid principal value.",
  },
  ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: {
    title: "Role trust policy unsupported wildcard in principal",
    text: '"Principal:" "*" is not supported in the principal element of a role trust policy. Replace the wildcard with a valid principal value.',
  },
  FEDERATED_PRINCIPAL_NOT_SUPPORTED: {
    title: "Federated principal not supported",
    text: "The policy type does not support a federated identity provider in the principal element. Use a supported principal.",
  },
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: {
    title: "Invalid federated principal syntax in role trust policy",
    text: "The principal value specifies a federated principal that does not match the expected format. Update the federated principal to a domain name or a SAML metadata ARN.",
  },
  INVALID_SERVICE_PRINCIPAL_FORMAT: {
    title: "Invalid service principal format",
    text: "The service principal does not match the expected format. Use the format {{expectedFormat}}.",
  },
} as const satisfies Readonly<Record<string, IssueRow>>;
