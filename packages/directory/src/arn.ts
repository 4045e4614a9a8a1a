/**
 * Amazon Resource Names. The only file that spells a partition's prefix; everything else takes the partition
 * of the installation as a value.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */

export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-iso" | "aws-iso-b";

/** What AWS's own documents spell; replaced where the installation has another partition. */
export const documentedPrefix = "arn:aws:";

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon. */
  readonly resource: string;
}

/** Splits an ARN into its six parts; undefined where it is not one. The resource part keeps its colons. */
export function parseArn(text: string): ArnParts | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const parts = text.split(":");
  if (parts.length < 6) return undefined;
  const resource = parts.slice(5).join(":");
  if (resource === "") return undefined;
  return {
    partition: parts[1] ?? "",
    service: parts[2] ?? "",
    region: parts[3] ?? "",
    account: parts[4] ?? "",
    resource,
  };
}

export type IamResourceType =
  | "user"
  | "group"
  | "role"
  | "policy"
  | "instance-profile"
  | "mfa"
  | "server-certificate"
  | "saml-provider"
  | "oidc-provider"
  | "delegation-request";

/** `path` begins and ends with a slash. */
export function iamArn(
  partition: string,
  account: string,
  type: IamResourceType,
  path: string,
  name: string,
): string {
  return `arn:${partition}:iam::${account}:${type}${path}${name}`;
}

/** What STS decides on where a call is about nothing but the session that makes it. */
export function selfSessionArn(partition: string, account: string): string {
  return `arn:${partition}:sts::${account}:self`;
}

export function rootArn(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:root`;
}

/** Managed policies of AWS have `aws` where others have an account number. */
export function managedPolicyArn(partition: string, path: string, name: string): string {
  return iamArn(partition, "aws", "policy", path, name);
}

/**
 * A partner's policy template. It is the installation's, and no account's.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateDelegationRequest.html (its example)
 */
export function delegationTemplateArn(partition: string, name: string): string {
  return `arn:${partition}:iam:::delegation-template/${name}`;
}

/** No path in it. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function assumedRoleArn(
  partition: string,
  account: string,
  roleName: string,
  sessionName: string,
): string {
  return `arn:${partition}:sts::${account}:assumed-role/${roleName}/${sessionName}`;
}

export function federatedUserArn(partition: string, account: string, name: string): string {
  return `arn:${partition}:sts::${account}:federated-user/${name}`;
}

/**
 * An IAM ARN's type, path and name: `role/a/b/Name` → role, `/a/b/`, Name. undefined where the resource part is
 * of another form.
 */
export function parseIamResource(
  resource: string,
): { readonly type: string; readonly path: string; readonly name: string } | undefined {
  const first = resource.indexOf("/");
  const last = resource.lastIndexOf("/");
  if (first <= 0 || last === resource.length - 1) return undefined;
  return {
    type: resource.slice(0, first),
    path: resource.slice(first, last + 1),
    name: resource.slice(last + 1),
  };
}

const ACCOUNT = 12;

/** Whether a text is an account number: twelve ASCII digits. */
export function isAccountNumber(text: string): boolean {
  if (text.length !== ACCOUNT) return false;
  for (let index = 0; index < ACCOUNT; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
