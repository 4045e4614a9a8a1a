import { type ManagedPolicy, managedPolicies } from "@portcullis/aws-model";
import { attachmentCount, boundaryCount, foldName, iamArn, managedPolicyArn } from "@portcullis/directory";
import type { Call } from "../../framework/call.ts";
import { listOperation } from "../../framework/list-operation.ts";
import { awsManaged, type Managed } from "./find-managed-policy.ts";
import { policyForm } from "./policy-forms.ts";
import { policyKey } from "./policy-key.ts";

type ListCall = Call<"iam:ListPolicies">;

/**
 * AWS's policies and the account's, by name.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
 */
export const listPolicies = listOperation("iam:ListPolicies", {
  *entries(call, after) {
    const scope = call.input.Scope ?? "All";
    const aws = scope === "Local" ? [] : awsEntries(call.world.partition, after);
    const own = scope === "AWS" ? [] : ownEntries(call, after);
    for (const { key, arn, path, policy } of inOrder(aws[Symbol.iterator](), own[Symbol.iterator]())) {
      if (!path.startsWith(call.input.PathPrefix ?? "/") || !isUsedAsAsked(call, arn)) continue;
      const managed = policy();
      if (managed !== undefined) yield [key, policyForm(call, managed)];
    }
  },
});

/**
 * What is attached, and what is a boundary, are two things, and either is a use. Which of them counts is looked at only
 * where OnlyAttached is asked for: alone a PolicyUsageFilter leaves nothing out, as AWS was seen to answer.
 */
function isUsedAsAsked(call: ListCall, arn: string): boolean {
  const { OnlyAttached, PolicyUsageFilter } = call.input;
  if (OnlyAttached !== true) return true;
  switch (PolicyUsageFilter) {
    case "PermissionsPolicy":
      return attachmentCount(call.home, arn) > 0;
    case "PermissionsBoundary":
      return boundaryCount(call.home, arn) > 0;
    case undefined:
      return attachmentCount(call.home, arn) + boundaryCount(call.home, arn) > 0;
  }
}

interface Entry {
  readonly key: string;
  readonly arn: string;
  readonly path: string;
  /** Read once it is wanted. */
  readonly policy: () => Managed | undefined;
}

/** Two ordered walks as one. */
function* inOrder(left: Iterator<Entry>, right: Iterator<Entry>): Generator<Entry> {
  let a = left.next();
  let b = right.next();
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && a.value.key < b.value.key)) {
      yield (a as IteratorYieldResult<Entry>).value;
      a = left.next();
    } else {
      yield b.value;
      b = right.next();
    }
  }
}

let sorted: readonly { readonly folded: string; readonly policy: ManagedPolicy }[] | undefined;

/** AWS's policies by name; the model keeps them by path. */
function awsByName(): NonNullable<typeof sorted> {
  sorted ??= managedPolicies()
    .map((policy) => ({ folded: foldName(policy.name), policy }))
    .sort((a, b) => (a.folded < b.folded ? -1 : 1));
  return sorted;
}

function* awsEntries(partition: string, after: string | undefined): Generator<Entry> {
  for (const { policy } of awsByName()) {
    const { name, path } = policy;
    const arn = managedPolicyArn(partition, path, name);
    const key = policyKey(name, arn);
    if (after === undefined || key > after)
      yield { key, arn, path, policy: () => awsManaged(partition, arn) };
  }
}

function* ownEntries(call: ListCall, after: string | undefined): Generator<Entry> {
  for (const policy of call.home.indexes.policiesByName.values()) {
    const { name, path } = policy;
    const arn = iamArn(call.world.partition, call.account, "policy", path, name);
    const key = policyKey(name, arn);
    if (after === undefined || key > after) yield { key, arn, path, policy: () => ({ ...policy, arn }) };
  }
}
