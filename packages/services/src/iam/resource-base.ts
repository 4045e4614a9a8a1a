/** CloudFormation's names of the resource types of which no name but an ARN, a serial number or an id is given. */
const cloudTypes = {
  policy: "AWS::IAM::Policy",
  "saml-provider": "AWS::IAM::SAMLProvider",
  "oidc-provider": "AWS::IAM::OIDCProvider",
  mfa: "AWS::IAM::MfaDevice",
  "delegation-request": "AWS::IAM::DelegationRequest",
} as const;

/**
 * What is known of such a resource whether it is there or not. None of them has a boundary.
 * @param label how events name it
 */
export function resourceBase(
  type: keyof typeof cloudTypes,
  arn: string,
  account: string | undefined,
  label = arn,
) {
  return {
    type,
    cloudType: cloudTypes[type],
    label,
    arn,
    account,
    boundary: undefined,
    policy: undefined,
  } as const;
}
