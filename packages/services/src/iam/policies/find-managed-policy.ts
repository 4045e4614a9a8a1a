import { awsPolicy, inPartition, type PolicyVersion, type Tag } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { findPolicy } from "./find-policy.ts";

/** A managed policy to look at, of AWS or of the account. */
export interface Managed {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly created: number;
  readonly updated: number;
  readonly description?: string;
  readonly tags: readonly Tag[];
  readonly defaultVersion: number;
  readonly versions: readonly PolicyVersion[];
}

/** A policy that is only looked at may be one of AWS's: these are every account's to read, if it has the right. */
export function findManagedPolicy(call: Call<OperationId>, arn: string, missing?: string): Existing<Managed> {
  const own = findPolicy(call, arn, missing);
  if (own.entity !== undefined) return { ...own, entity: { ...own.entity, arn } };
  if (own.account !== "aws") return { ...own, entity: undefined };
  const entity = awsManaged(call.world.partition, arn);
  return { ...own, account: call.account, entity, tags: entity?.tags };
}

export function awsManaged(partition: string, arn: string): Managed | undefined {
  const policy = awsPolicy(partition, arn);
  if (policy === undefined) return undefined;
  const number = Number(policy.defaultVersionId.slice(1));
  return {
    id: policy.policyId,
    arn,
    name: policy.name,
    path: policy.path,
    created: policy.createDate,
    updated: policy.updateDate,
    ...(policy.description === undefined ? {} : { description: policy.description }),
    tags: [],
    defaultVersion: number,
    versions: [
      {
        number,
        created: policy.updateDate,
        // Made when it is read: lists of policies show no text.
        get text() {
          return inPartition(partition, policy.document);
        },
      },
    ],
  };
}
