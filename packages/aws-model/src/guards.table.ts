/**
 * Where the guard of an operation is not what the service authorization reference says, each with its reason.
 * Generation fails for an operation that neither the reference nor this table knows, and for a row that says
 * what the reference says already.
 */

export interface GuardRow {
  readonly operation: `${string}:${string}`;
  /** null: the call needs no permission, and none can be taken away. */
  readonly action?: string | null;
  readonly resources?: readonly string[];
  readonly conditionKeys?: readonly string[];
  readonly why: string;
}

export const guardRows: readonly GuardRow[] = [
  {
    operation: "sts:GetCallerIdentity",
    action: null,
    why:
      "No permissions are required, and an explicit deny has no effect " +
      "(https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).",
  },
  {
    operation: "sts:GetSessionToken",
    action: null,
    why:
      "No permissions are required, and policies cannot control it " +
      "(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html).",
  },
  {
    operation: "sts:GetWebIdentityToken",
    resources: ["self-session"],
    why:
      "Not in the reference: permission is asked for on the session that calls, so that " +
      "resource control policies have something to hold on to " +
      "(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_policies.html).",
  },
  {
    operation: "iam:UpdateDelegationRequest",
    action: "iam:UpdateDelegationRequest",
    resources: ["delegation-request"],
    why: "Not in the reference yet; it changes one delegation request, as the other operations on them do.",
  },
  {
    operation: "cloudtrail:ListInsightsMetricData",
    action: "cloudtrail:ListInsightsMetricData",
    resources: [],
    why: "Not in the reference yet; it lists data of the account, as ListInsightsData does.",
  },
];

export interface DependentRow {
  readonly operations: readonly `${string}:${string}`[];
  readonly action: string;
  /** The input member whose presence asks for it; always, where there is none. */
  readonly when?: string;
  readonly why: string;
}

/** Actions that must be allowed besides the operation's own: the machine-readable reference leaves them out. */
export const dependentRows: readonly DependentRow[] = [
  {
    operations: ["iam:AddRoleToInstanceProfile"],
    action: "iam:PassRole",
    why:
      "The role is handed to EC2 " +
      "(https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html).",
  },
  {
    operations: ["cloudtrail:CreateTrail", "cloudtrail:UpdateTrail"],
    action: "iam:PassRole",
    when: "CloudWatchLogsRoleArn",
    why: "The role is handed to CloudTrail (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).",
  },
  ...tagged("iam:TagUser", ["iam:CreateUser"]),
  ...tagged("iam:TagRole", ["iam:CreateRole"]),
  ...tagged("iam:TagPolicy", ["iam:CreatePolicy"]),
  ...tagged("iam:TagInstanceProfile", ["iam:CreateInstanceProfile"]),
  ...tagged("iam:TagMFADevice", ["iam:CreateVirtualMFADevice"]),
  ...tagged("iam:TagOpenIDConnectProvider", ["iam:CreateOpenIDConnectProvider"]),
  ...tagged("iam:TagSAMLProvider", ["iam:CreateSAMLProvider"]),
  ...tagged("iam:TagServerCertificate", ["iam:UploadServerCertificate"]),
  ...tagged("organizations:TagResource", [
    "organizations:CreateAccount",
    "organizations:CreateGovCloudAccount",
    "organizations:CreateOrganizationalUnit",
    "organizations:CreatePolicy",
    "organizations:InviteAccountToOrganization",
    "organizations:InviteOrganizationToTransferResponsibility",
    "organizations:PutResourcePolicy",
  ]),
  {
    operations: ["sts:AssumeRole", "sts:GetFederationToken"],
    action: "sts:TagSession",
    when: "Tags",
    why: "Session tags (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html).",
  },
  {
    operations: ["sts:AssumeRole"],
    action: "sts:SetSourceIdentity",
    when: "SourceIdentity",
    why:
      "A source identity (https://docs.aws.amazon.com/IAM/latest/UserGuide/" +
      "id_credentials_temp_control-access_monitor.html).",
  },
  {
    operations: ["sts:AssumeRole"],
    action: "sts:SetContext",
    when: "ProvidedContexts",
    why: "Contexts that a provider asserts (https://docs.aws.amazon.com/STS/latest/APIReference/API_ProvidedContext.html).",
  },
  {
    operations: ["sts:GetWebIdentityToken"],
    action: "sts:TagGetWebIdentityToken",
    when: "Tags",
    why: "Claims that are tags (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html).",
  },
];

function tagged(action: string, operations: DependentRow["operations"]): readonly DependentRow[] {
  return [
    {
      operations,
      action,
      when: "Tags",
      why:
        "Tags on creation need the permission to tag as well " +
        "(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).",
    },
  ];
}
