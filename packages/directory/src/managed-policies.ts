import { managedPolicy } from "@portcullis/aws-model";
import type { SourceDocument } from "@portcullis/policy";
import { documentedPrefix, iamArn, managedPolicyArn } from "./arn.ts";
import type { Policy, PolicyVersion } from "./entities.ts";
import { foldName } from "./indexes.table.ts";
import type { RealmState } from "./state.ts";

/**
 * The operative text of a managed policy, AWS's or the account's own; `identity` is an immutable object that
 * stands for exactly this text, so that what derives from it can be cached on it.
 */
export interface ManagedDocument {
  readonly identity: object;
  /** AWS's text is made anew at each read: not to be asked for where the identity says enough. */
  readonly document: SourceDocument;
}

/**
 * The account's own policy with this ARN. The whole ARN must be exact, as everywhere: it is what attachments are
 * kept and counted by, so that no second spelling may stand for the same policy.
 */
export function customerPolicy(
  partition: string,
  home: RealmState,
  account: string,
  arn: string,
): Policy | undefined {
  const policy = home.indexes.policiesByName.get(foldName(arn.slice(arn.lastIndexOf("/") + 1)));
  if (policy === undefined) return undefined;
  return iamArn(partition, account, "policy", policy.path, policy.name) === arn ? policy : undefined;
}

/** AWS's policy with this ARN, as this partition spells it. */
export function awsPolicy(partition: string, arn: string): ReturnType<typeof managedPolicy> {
  const prefix = managedPolicyArn(partition, "/", "");
  return arn.startsWith(prefix) ? managedPolicy(`/${arn.slice(prefix.length)}`) : undefined;
}

export function defaultVersion(policy: Policy): PolicyVersion {
  const version = policy.versions.find((each) => each.number === policy.defaultVersion);
  if (version === undefined) throw new Error(`policy ${policy.id} has no default version`);
  return version;
}

/** A document of AWS as an installation of this partition has it. */
export function inPartition(partition: string, text: string): string {
  return partition === "aws" ? text : text.replaceAll(documentedPrefix, `arn:${partition}:`);
}

/** What an attached ARN stands for now; undefined where it stands for nothing, which denies. */
export function managedDocument(
  partition: string,
  home: RealmState,
  account: string,
  arn: string,
): ManagedDocument | undefined {
  const own = customerPolicy(partition, home, account, arn);
  if (own !== undefined) {
    const version = defaultVersion(own);
    return { identity: version, document: { source: { name: own.name, arn }, text: version.text } };
  }
  const aws = awsPolicy(partition, arn);
  if (aws === undefined) return undefined;
  return {
    identity: aws,
    get document() {
      return { source: { name: aws.name, arn }, text: inPartition(partition, aws.document) };
    },
  };
}
