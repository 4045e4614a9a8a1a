import { type Group, managedDocument, type Role, type User } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { attachedEntries } from "../attachments/attach.ts";
import { inlineEntries, inlinePolicy } from "../inline-policies/inline.ts";

type Holder = User | Group | Role;

export interface HeldPolicy {
  readonly name: string;
  /** undefined: it is inline. */
  readonly arn: string | undefined;
  /** Whose it is: of a user's policies also a group. */
  readonly holder: Holder;
  readonly text: string;
}

/** Every policy of permissions that applies to somebody: managed ones by name, then inline ones; a user's own first. */
export function policiesOf(call: Call<OperationId>, holder: Holder): readonly HeldPolicy[] {
  const seen = new Set<string>();
  return [holder, ...groupsOf(call, holder)].flatMap((each) => [
    ...attachedEntries(each, undefined, undefined).flatMap(([, { PolicyName, PolicyArn }]) => {
      // A policy that a user has from several sides is one policy.
      if (seen.has(PolicyArn)) return [];
      seen.add(PolicyArn);
      const managed = managedDocument(call.world.partition, call.home, call.account, PolicyArn);
      return [{ name: PolicyName, arn: PolicyArn, holder: each, text: managed?.document.text ?? "" }];
    }),
    ...inlineEntries(each, undefined).map(([, name]) => ({
      name,
      arn: undefined,
      holder: each,
      text: inlinePolicy(each, name)?.text ?? "",
    })),
  ]);
}

function groupsOf({ home }: Call<OperationId>, holder: Holder): readonly Group[] {
  if (holder.kind !== "user") return [];
  return holder.groups
    .flatMap((id) => home.byId.group.get(id) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
