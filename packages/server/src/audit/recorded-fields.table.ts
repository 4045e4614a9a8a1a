import type { ServiceId } from "@portcullis/aws-model";

/** `plain`: recorded, and error texts may repeat it. `hidden`: stands in no event and in no error text. */
export type Fate = "plain" | "hidden";

type Row = readonly [service: ServiceId, structures: readonly string[], members: readonly string[]];

/**
 * Members whose names sound like a secret, or whose bytes mean nothing to a reader, each classified by a person: by
 * service, structure of the model, and member. `*` stands for every structure and may only hide. Whatever the models
 * mark as sensitive is hidden without a row; a member that sounds like a secret and has no row is hidden too, and the
 * tests fail until it has one.
 */
export const hiddenMembers: readonly Row[] = [
  ["iam", ["AccessKey"], ["SecretAccessKey"]],
  ["iam", ["ChangePasswordRequest"], ["NewPassword", "OldPassword"]],
  ["iam", ["CreateLoginProfileRequest", "UpdateLoginProfileRequest"], ["Password"]],
  [
    "iam",
    ["EnableMFADeviceRequest", "ResyncMFADeviceRequest"],
    ["AuthenticationCode1", "AuthenticationCode2"],
  ],
  ["iam", ["VirtualMFADevice"], ["Base32StringSeed", "QRCodePNG"]],
  ["iam", ["ServiceSpecificCredential"], ["ServiceCredentialSecret", "ServicePassword"]],
  ["iam", ["CreateSAMLProviderRequest", "UpdateSAMLProviderRequest"], ["AddPrivateKey"]],
  ["iam", ["UploadServerCertificateRequest"], ["PrivateKey", "CertificateBody", "CertificateChain"]],
  ["iam", ["ServerCertificate"], ["CertificateBody", "CertificateChain"]],
  ["iam", ["UploadSigningCertificateRequest", "SigningCertificate"], ["CertificateBody"]],
  ["iam", ["UploadSSHPublicKeyRequest", "SSHPublicKey"], ["SSHPublicKeyBody"]],
  ["iam", ["GetCredentialReportResponse"], ["Content"]],
  // What a simulation assumes may be anything, secrets of other systems too.
  ["iam", ["ContextEntry"], ["ContextKeyValues"]],
  ["sts", ["Credentials"], ["SecretAccessKey", "SessionToken"]],
  ["sts", ["AssumeRoleRequest", "GetSessionTokenRequest"], ["TokenCode"]],
  ["sts", ["AssumeRoleWithSAMLRequest"], ["SAMLAssertion"]],
  ["sts", ["AssumeRoleWithWebIdentityRequest", "GetWebIdentityTokenResponse"], ["WebIdentityToken"]],
  ["sts", ["GetDelegatedAccessTokenRequest"], ["TradeInToken"]],
  ["portcullis", ["DelegationNotification"], ["ExchangeToken"]],
  ["sts", ["ProvidedContext"], ["ContextAssertion"]],
  // Opens only in the refused caller's account; what is inside, policies of others among it, must not leak by a log.
  ["sts", ["DecodeAuthorizationMessageRequest"], ["EncodedMessage"]],
  ["sts", ["DecodeAuthorizationMessageResponse"], ["DecodedMessage"]],
  ["cloudtrail", ["PublicKey"], ["Value"]],
  // Sealed positions in lists: long, and of no use to a reader.
  ["iam", ["*"], ["Marker"]],
  ["organizations", ["*"], ["NextToken"]],
  ["cloudtrail", ["*"], ["NextToken"]],
  ["portcullis", ["*"], ["NextToken"]],
];

const trailStructures = [
  "CreateTrailRequest",
  "CreateTrailResponse",
  "Trail",
  "UpdateTrailRequest",
  "UpdateTrailResponse",
];

export const plainMembers: readonly Row[] = [
  // Ids of keys and certificates, which are no secrets.
  [
    "iam",
    [
      "AccessKey",
      "AccessKeyMetadata",
      "DeleteAccessKeyRequest",
      "GetAccessKeyLastUsedRequest",
      "UpdateAccessKeyRequest",
    ],
    ["AccessKeyId"],
  ],
  [
    "iam",
    [
      "DeleteSSHPublicKeyRequest",
      "GetSSHPublicKeyRequest",
      "SSHPublicKey",
      "SSHPublicKeyMetadata",
      "UpdateSSHPublicKeyRequest",
    ],
    ["SSHPublicKeyId"],
  ],
  [
    "iam",
    [
      "DeleteServerCertificateRequest",
      "GetServerCertificateRequest",
      "ListServerCertificateTagsRequest",
      "ServerCertificateMetadata",
      "TagServerCertificateRequest",
      "UntagServerCertificateRequest",
      "UpdateServerCertificateRequest",
      "UploadServerCertificateRequest",
    ],
    ["ServerCertificateName"],
  ],
  ["iam", ["UpdateServerCertificateRequest"], ["NewServerCertificateName"]],
  ["iam", ["ServerCertificateMetadata"], ["ServerCertificateId"]],
  [
    "iam",
    ["DeleteSigningCertificateRequest", "SigningCertificate", "UpdateSigningCertificateRequest"],
    ["CertificateId"],
  ],
  [
    "iam",
    [
      "DeleteServiceSpecificCredentialRequest",
      "ResetServiceSpecificCredentialRequest",
      "ServiceSpecificCredential",
      "ServiceSpecificCredentialMetadata",
      "UpdateServiceSpecificCredentialRequest",
    ],
    ["ServiceSpecificCredentialId"],
  ],
  ["iam", ["ServiceSpecificCredential", "ServiceSpecificCredentialMetadata"], ["ServiceCredentialAlias"]],
  ["iam", ["SAMLPrivateKey"], ["KeyId"]],
  ["iam", ["UpdateSAMLProviderRequest"], ["RemovePrivateKey"]],
  ["sts", ["Credentials", "GetAccessKeyInfoRequest"], ["AccessKeyId"]],
  ["cloudtrail", ["Event"], ["AccessKeyId"]],
  // Structures and lists around such members: what they hold is decided one by one.
  ["iam", ["CreateAccessKeyResponse"], ["AccessKey"]],
  ["iam", ["GetAccessKeyLastUsedResponse"], ["AccessKeyLastUsed"]],
  ["iam", ["ListAccessKeysResponse"], ["AccessKeyMetadata"]],
  ["iam", ["GetSSHPublicKeyResponse", "UploadSSHPublicKeyResponse"], ["SSHPublicKey"]],
  ["iam", ["ListSSHPublicKeysResponse"], ["SSHPublicKeys"]],
  ["iam", ["GetServerCertificateResponse"], ["ServerCertificate"]],
  ["iam", ["ServerCertificate", "UploadServerCertificateResponse"], ["ServerCertificateMetadata"]],
  ["iam", ["ListServerCertificatesResponse"], ["ServerCertificateMetadataList"]],
  ["iam", ["ListSigningCertificatesResponse"], ["Certificates"]],
  ["iam", ["UploadSigningCertificateResponse"], ["Certificate"]],
  [
    "iam",
    ["CreateServiceSpecificCredentialResponse", "ResetServiceSpecificCredentialResponse"],
    ["ServiceSpecificCredential"],
  ],
  ["iam", ["ListServiceSpecificCredentialsResponse"], ["ServiceSpecificCredentials"]],
  ["iam", ["GetSAMLProviderResponse"], ["PrivateKeyList"]],
  ["iam", ["GetAccountPasswordPolicyResponse"], ["PasswordPolicy"]],
  [
    "sts",
    [
      "AssumeRoleResponse",
      "AssumeRoleWithSAMLResponse",
      "AssumeRoleWithWebIdentityResponse",
      "AssumeRootResponse",
      "GetDelegatedAccessTokenResponse",
      "GetFederationTokenResponse",
      "GetSessionTokenResponse",
    ],
    ["Credentials"],
  ],
  ["cloudtrail", ["ListPublicKeysResponse"], ["PublicKeyList"]],
  ["portcullis", ["DescribeKeysResponse"], ["Keys"]],
  // Rules about passwords, tokens and assertions, and when one was used.
  [
    "iam",
    ["CreateLoginProfileRequest", "LoginProfile", "UpdateLoginProfileRequest"],
    ["PasswordResetRequired"],
  ],
  ["iam", ["PasswordPolicy"], ["ExpirePasswords"]],
  [
    "iam",
    ["PasswordPolicy", "UpdateAccountPasswordPolicyRequest"],
    ["AllowUsersToChangePassword", "MaxPasswordAge", "MinimumPasswordLength", "PasswordReusePrevention"],
  ],
  ["iam", ["User"], ["PasswordLastUsed"]],
  ["iam", ["CreateServiceSpecificCredentialRequest"], ["CredentialAgeDays"]],
  ["iam", ["SetSecurityTokenServicePreferencesRequest"], ["GlobalEndpointTokenVersion"]],
  [
    "iam",
    ["CreateSAMLProviderRequest", "GetSAMLProviderResponse", "UpdateSAMLProviderRequest"],
    ["AssertionEncryptionMode"],
  ],
  ["sts", ["AssumeRoleWithWebIdentityResponse"], ["SubjectFromWebIdentityToken"]],
  // Keys of tags, of conditions and of sorting; prefixes of names.
  ["iam", ["Tag"], ["Key"]],
  ["sts", ["Tag"], ["Key"]],
  ["organizations", ["Tag"], ["Key"]],
  ["cloudtrail", ["Tag"], ["Key"]],
  [
    "iam",
    [
      "UntagInstanceProfileRequest",
      "UntagMFADeviceRequest",
      "UntagOpenIDConnectProviderRequest",
      "UntagPolicyRequest",
      "UntagRoleRequest",
      "UntagSAMLProviderRequest",
      "UntagServerCertificateRequest",
      "UntagUserRequest",
    ],
    ["TagKeys"],
  ],
  ["organizations", ["UntagResourceRequest"], ["TagKeys"]],
  ["sts", ["AssumeRoleRequest"], ["TransitiveTagKeys"]],
  ["iam", ["ContextEntry"], ["ContextKeyName", "ContextKeyType"]],
  ["iam", ["GetContextKeysForPolicyResponse"], ["ContextKeyNames"]],
  ["iam", ["GetOrganizationsAccessReportRequest"], ["SortKey"]],
  ["cloudtrail", ["LookupAttribute"], ["AttributeKey"]],
  [
    "cloudtrail",
    ["GetEventConfigurationResponse", "PutEventConfigurationRequest", "PutEventConfigurationResponse"],
    ["ContextKeySelectors"],
  ],
  ["cloudtrail", ["GetEventDataStoreResponse"], ["PartitionKeys"]],
  ["cloudtrail", trailStructures, ["KmsKeyId", "S3KeyPrefix"]],
  [
    "cloudtrail",
    [
      "CreateEventDataStoreRequest",
      "CreateEventDataStoreResponse",
      "GetEventDataStoreResponse",
      "RestoreEventDataStoreResponse",
      "UpdateEventDataStoreRequest",
      "UpdateEventDataStoreResponse",
    ],
    ["KmsKeyId"],
  ],
  // Codes of errors.
  ["iam", ["ErrorDetails"], ["Code"]],
  ["organizations", ["EffectivePolicyValidationError"], ["ErrorCode"]],
  ["cloudtrail", ["ListInsightsMetricDataRequest", "ListInsightsMetricDataResponse"], ["ErrorCode"]],
  ["cloudtrail", ["IngestionStatus"], ["LatestIngestionErrorCode"]],
];
