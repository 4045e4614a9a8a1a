import { managedPolicies } from "@portcullis/aws-model";
import { attachmentCount, boundaryCount, foldName, iamArn, managedPolicyArn } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { listOperation } from "../../framework/list-operation.ts";
import { awsManaged, type Managed } from "./find-managed-policy.ts";
import { policyForm } from "./policy-forms.ts";

/**
 * AWS's policies and the account's, by name.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
 */
export const listPolicies = listOperation("iam:ListPolicies", {
  *entries(call, after) {
    const { Scope, OnlyAttached, PathPrefix, PolicyUsageFilter } = call.input;
    const prefix = PathPrefix ?? "/";
    for (const [key, arn, policy] of merged(call, Scope ?? "All", after)) {
      if (OnlyAttached === true && attachmentCount(call.home, arn) === 0) continue;
      if (PolicyUsageFilter === "PermissionsPolicy" && attachmentCount(call.home, arn) === 0) continue;
      if (PolicyUsageFilter === "PermissionsBoundary" && boundaryCount(call.home, arn) === 0) continue;
      const managed = policy();
      if (managed?.path.startsWith(prefix)) yield [key, policyForm(call, managed)];
    }
  },
});

/** Key, ARN, and the policy itself once it is wanted. */
type Entry = readonly [key: string, arn: string, policy: () => Managed | undefined];

/** Two ordered walks as one. Keys stay short, since markers hold them: a name, and whose policy it is. */
function* merged(call: Call<OperationId>, scope: string, after: string | undefined): Generator<Entry> {
  const aws = scope === "Local" ? [][Symbol.iterator]() : awsEntries(call.world.partition, after);
  const own = scope === "AWS" ? [][Symbol.iterator]() : ownEntries(call, after);
  let left: IteratorResult<Entry> = aws.next();
  let right: IteratorResult<Entry> = own.next();
  while (left.done !== true || right.done !== true) {
    if (right.done === true || (left.done !== true && left.value[0] < right.value[0])) {
      yield left.value;
      left = aws.next();
    } else {
      yield right.value;
      right = own.next();
    }
  }
}

function* awsEntries(partition: string, after: string | undefined): Generator<Entry> {
  for (const { key, name, path } of awsByName()) {
    if (after !== undefined && key <= after) continue;
    const arn = managedPolicyArn(partition, path, name);
    yield [key, arn, () => awsManaged(partition, arn)];
  }
}

let sorted: readonly { readonly key: string; readonly name: string; readonly path: string }[] | undefined;

/** AWS's policies in the order of their keys; sorted once. */
function awsByName(): NonNullable<typeof sorted> {
  sorted ??= managedPolicies()
    .map(({ name, path }) => ({ key: `${foldName(name)} aws`, name, path }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return sorted;
}

function* ownEntries(call: Call<OperationId>, after: string | undefined): Generator<Entry> {
  for (const [folded, policy] of call.home.indexes.policiesByName.after()) {
    const arn = iamArn(call.world.partition, call.account, "policy", policy.path, policy.name);
    const key = `${folded} own`;
    if (after === undefined || key > after) yield [key, arn, () => ({ ...policy, arn })];
  }
}
