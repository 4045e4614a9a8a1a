/** How a service is given a credential of its own. */
export type CredentialForm =
  | { readonly kind: "password" }
  /** `prefix`: what API keys for the service begin with. */
  | { readonly kind: "api-key"; readonly prefix: string };

/**
 * The services that take credentials of their own: two that take a user name and a password, and those that take API
 * keys as bearer tokens.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_api_keys_for_aws_services.html
 */
export const credentialServices: ReadonlyMap<string, CredentialForm> = new Map([
  ["codecommit.amazonaws.com", { kind: "password" }],
  ["cassandra.amazonaws.com", { kind: "password" }],
  ["bedrock.amazonaws.com", { kind: "api-key", prefix: "ABSK" }],
  ["logs.amazonaws.com", { kind: "api-key", prefix: "ACWL" }],
  ["cloudwatch.amazonaws.com", { kind: "api-key", prefix: "APIAACWM" }],
  ["aws-external-anthropic.amazonaws.com", { kind: "api-key", prefix: "AEAA" }],
]);
