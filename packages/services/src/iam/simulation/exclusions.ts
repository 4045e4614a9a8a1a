import type { IamTypes } from "@portcullis/aws-model";
import { type ArnParts, parseArn, parseIamResource } from "@portcullis/directory";
import type { Failure } from "../../framework/api.ts";
import { invalidInput } from "./invalid-input.ts";
import { nameMatcher } from "./name-matcher.ts";

/** A policy as exclusions see it. */
export interface Excludable {
  readonly kind: "inline" | "managed" | "boundary";
  readonly name: string;
  /** Of a managed policy, and of a boundary. */
  readonly arn?: string | undefined;
  /** Of an inline policy. */
  readonly holder?: { readonly kind: string; readonly name: string };
}

export type Exclusion = (policy: Excludable) => boolean;

/**
 * Which policies a simulation leaves out. What nothing is attached by is passed over, and so are resource control
 * policies, as AWS does.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyIdentifier.html
 */
export function exclusionsOf(list: readonly IamTypes.PolicyIdentifier[] = []): Exclusion | Failure {
  const exclusions: Exclusion[] = [];
  for (const identifier of list) {
    const exclusion = exclusionOf(identifier);
    if (typeof exclusion !== "function") return exclusion;
    exclusions.push(exclusion);
  }
  return (policy) => exclusions.some((excludes) => excludes(policy));
}

function exclusionOf(identifier: IamTypes.PolicyIdentifier): Exclusion | Failure {
  const { PolicyType, PolicyArn, InlinePolicyIdentifier } = identifier;
  const given = [PolicyType, PolicyArn, InlinePolicyIdentifier].filter((each) => each !== undefined);
  if (given.length !== 1)
    return invalidInput(
      "A policy identifier must specify exactly one of PolicyType, PolicyArn and InlinePolicyIdentifier.",
    );
  if (PolicyType !== undefined) return byType[PolicyType];
  if (PolicyArn !== undefined) return byArn(PolicyArn);
  return byHolder(InlinePolicyIdentifier!);
}

const isManagedBy =
  (aws: boolean): Exclusion =>
  ({ kind, arn = "" }) =>
    kind === "managed" && (parseArn(arn)?.account === "aws") === aws;

const byType: Readonly<Record<IamTypes.PolicyIdentifierPolicyType, Exclusion>> = {
  inline: ({ kind }) => kind === "inline",
  "aws-managed": isManagedBy(true),
  "user-managed": isManagedBy(false),
  "permission-boundary": ({ kind }) => kind === "boundary",
  scp: () => false,
  rcp: () => false,
};

/**
 * Wildcards stand in the name of the policy alone. The path may be left out: AWS looks for the ARN without it. A policy
 * that is also the boundary stays that.
 */
function byArn(text: string): Exclusion | Failure {
  const parts = parseArn(text);
  const resource = parseIamResource(parts?.resource ?? "");
  const matches = nameMatcher(resource?.name ?? "");
  const before = text.slice(0, text.lastIndexOf("/") + 1);
  const isPolicy = parts?.service === "iam" && parts.region === "" && resource?.type === "policy";
  if (!isPolicy || parts.account === "" || matches === undefined || /[*?\s]/.test(before))
    return invalidInput(`Invalid ARN provided in the request: ${text}`);
  return ({ kind, name, arn = "" }) =>
    kind === "managed" &&
    matches(name) &&
    (arn === before + name || (resource.path === "/" && ofAccount(arn, parts)));
}

function ofAccount(arn: string, { partition, account }: ArnParts): boolean {
  const parts = parseArn(arn);
  return parts?.partition === partition && parts.account === account;
}

function byHolder(identifier: IamTypes.InlinePolicyIdentifierType): Exclusion | Failure {
  const { PolicyName, AttachmentType, AttachmentName } = identifier;
  const matches = nameMatcher(AttachmentName);
  if (matches === undefined) return invalidInput(`Invalid attachment name: ${AttachmentName}.`);
  return ({ kind, name, holder }) =>
    kind === "inline" && name === PolicyName && holder?.kind === AttachmentType && matches(holder.name);
}
