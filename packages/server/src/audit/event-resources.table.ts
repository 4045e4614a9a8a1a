import type { ServiceId } from "@portcullis/aws-model";

/** Members of requests that name a resource, and the type by which an event shows it. */
export const namedInRequest: Readonly<
  Record<ServiceId, readonly (readonly [member: string, type: string])[]>
> = {
  iam: [
    ["UserName", "AWS::IAM::User"],
    ["NewUserName", "AWS::IAM::User"],
    ["GroupName", "AWS::IAM::Group"],
    ["NewGroupName", "AWS::IAM::Group"],
    ["RoleName", "AWS::IAM::Role"],
    ["InstanceProfileName", "AWS::IAM::InstanceProfile"],
    ["PolicyArn", "AWS::IAM::Policy"],
    ["PolicyName", "AWS::IAM::Policy"],
    ["PermissionsBoundary", "AWS::IAM::Policy"],
    ["AccessKeyId", "AWS::IAM::AccessKey"],
    ["SerialNumber", "AWS::IAM::MfaDevice"],
    ["ServerCertificateName", "AWS::IAM::ServerCertificate"],
    ["NewServerCertificateName", "AWS::IAM::ServerCertificate"],
    ["SAMLProviderArn", "AWS::IAM::SAMLProvider"],
    ["OpenIDConnectProviderArn", "AWS::IAM::OIDCProvider"],
  ],
  sts: [
    ["RoleSessionName", "AWS::STS::AssumedRole"],
    ["RoleArn", "AWS::IAM::Role"],
    ["AccessKeyId", "AWS::IAM::AccessKey"],
  ],
  organizations: [],
  cloudtrail: [["TrailName", "AWS::CloudTrail::Trail"]],
  portcullis: [],
};

/**
 * Members of the structures in answers that name what was made, by the structure's name. CloudTrail shows a new role
 * by its name, its ARN and its id.
 */
export const namedInAnswer: Readonly<
  Record<ServiceId, ReadonlyMap<string, readonly (readonly [member: string, type: string])[]>>
> = {
  iam: new Map([
    ["User", named("AWS::IAM::User", "UserName", "Arn", "UserId")],
    ["Group", named("AWS::IAM::Group", "GroupName", "Arn", "GroupId")],
    ["Role", named("AWS::IAM::Role", "RoleName", "Arn", "RoleId")],
    [
      "InstanceProfile",
      named("AWS::IAM::InstanceProfile", "InstanceProfileName", "Arn", "InstanceProfileId"),
    ],
    [
      "ServerCertificateMetadata",
      named("AWS::IAM::ServerCertificate", "ServerCertificateName", "Arn", "ServerCertificateId"),
    ],
    ["Policy", named("AWS::IAM::Policy", "PolicyName", "Arn", "PolicyId")],
    ["VirtualMFADevice", named("AWS::IAM::MfaDevice", "SerialNumber")],
    ["AccessKey", [...named("AWS::IAM::AccessKey", "AccessKeyId"), ...named("AWS::IAM::User", "UserName")]],
  ]),
  sts: new Map([
    ["Credentials", named("AWS::IAM::AccessKey", "AccessKeyId")],
    ["AssumedRoleUser", named("AWS::STS::AssumedRole", "AssumedRoleId", "Arn")],
    ["FederatedUser", named("AWS::STS::FederatedUser", "FederatedUserId", "Arn")],
  ]),
  organizations: new Map(),
  cloudtrail: new Map(),
  portcullis: new Map(),
};

function named(type: string, ...members: readonly string[]): readonly (readonly [string, string])[] {
  return members.map((member) => [member, type] as const);
}
