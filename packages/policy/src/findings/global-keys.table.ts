/** What values a global condition key has, and whether a request can have several. */
export interface GlobalKey {
  readonly name: string;
  readonly type: KeyType;
  readonly several: boolean;
}

export type KeyType = "String" | "ARN" | "Numeric" | "Bool" | "Date" | "IPAddress" | "Binary";

const one = (name: string, type: KeyType = "String"): GlobalKey => ({ name, type, several: false });
const several = (name: string, type: KeyType = "String"): GlobalKey => ({ name, type, several: true });

/**
 * A name that ends with `/` is followed by a tag key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const GLOBAL_KEYS: readonly GlobalKey[] = [
  one("aws:PrincipalArn", "ARN"),
  one("aws:PrincipalAccount"),
  several("aws:PrincipalOrgPaths"),
  one("aws:PrincipalOrgID"),
  one("aws:PrincipalTag/"),
  one("aws:PrincipalIsAWSService", "Bool"),
  one("aws:PrincipalServiceName"),
  several("aws:PrincipalServiceNamesList"),
  one("aws:PrincipalType"),
  one("aws:userid"),
  one("aws:username"),
  one("aws:AssumedRoot", "Bool"),
  one("aws:FederatedProvider"),
  one("aws:TokenIssueTime", "Date"),
  one("aws:SignInSessionArn", "ARN"),
  one("aws:MultiFactorAuthAge", "Numeric"),
  one("aws:MultiFactorAuthPresent", "Bool"),
  one("aws:ChatbotSourceArn", "ARN"),
  one("aws:Ec2InstanceSourceVpc"),
  one("aws:Ec2InstanceSourcePrivateIPv4", "IPAddress"),
  one("aws:SourceIdentity"),
  one("ec2:RoleDelivery", "Numeric"),
  one("ec2:SourceInstanceArn", "ARN"),
  one("glue:RoleAssumedBy"),
  one("glue:CredentialIssuingService"),
  one("codebuild:BuildArn", "ARN"),
  one("codebuild:ProjectArn", "ARN"),
  one("lambda:SourceFunctionArn", "ARN"),
  one("ssm:SourceInstanceArn", "ARN"),
  one("identitystore:UserId"),
  one("aws:SourceIp", "IPAddress"),
  one("aws:SourceVpc"),
  one("aws:SourceVpcArn", "ARN"),
  one("aws:SourceVpce"),
  one("aws:VpceAccount"),
  one("aws:VpceOrgID"),
  several("aws:VpceOrgPaths"),
  one("aws:VpcSourceIp", "IPAddress"),
  one("aws:ResourceAccount"),
  one("aws:ResourceOrgID"),
  several("aws:ResourceOrgPaths"),
  one("aws:ResourceTag/"),
  several("aws:CalledVia"),
  one("aws:CalledViaFirst"),
  one("aws:CalledViaLast"),
  several("aws:CalledViaAWSMCP"),
  one("aws:ViaAWSService", "Bool"),
  one("aws:ViaAWSMCPService", "Bool"),
  one("aws:CurrentTime", "Date"),
  one("aws:EpochTime", "Date"),
  one("aws:Referer"),
  one("aws:RequestedRegion"),
  one("aws:RequestTag/"),
  several("aws:TagKeys"),
  one("aws:SecureTransport", "Bool"),
  one("aws:SourceAccount"),
  one("aws:SourceArn", "ARN"),
  one("aws:SourceOrgID"),
  several("aws:SourceOrgPaths"),
  one("aws:UserAgent"),
  one("aws:IsMcpServiceAction", "Bool"),
];
