/** Entities as GetAccountAuthorizationDetails gives them: with their policies, and empty lists where there is nothing. */
import { type Group, type Role, SEPARATOR, type User } from "@portcullis/directory";
import type { OperationId, OutputOf } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { attachedEntries } from "../attachments/attach.ts";
import { boundaryOf, groupForm, profileForm, roleForm, userForm } from "../forms.ts";
import { inlineEntries, inlinePolicy } from "../inline-policies/inline.ts";
import type { Managed } from "../policies/find-managed-policy.ts";
import { policyForm, versionDetail } from "../policies/policy-forms.ts";
import { type RoleUses, roleLastUsed } from "../roles/last-used.ts";
import { wireTags } from "../tags.ts";

type AnyCall = Call<OperationId>;
type Holder = User | Group | Role;
type Details = OutputOf<"iam:GetAccountAuthorizationDetails">;
type Detail<List extends "UserDetailList" | "GroupDetailList" | "RoleDetailList"> = NonNullable<
  Details[List]
>[number];

const attachedForms = (holder: Holder) =>
  attachedEntries(holder, undefined, undefined).map(([, attached]) => attached);

const inlineForms = (holder: Holder) =>
  inlineEntries(holder, undefined).map(([, name]) => ({
    PolicyName: name,
    PolicyDocument: inlinePolicy(holder, name)?.text ?? "",
  }));

export function userDetails(call: AnyCall, user: User): Detail<"UserDetailList"> {
  return {
    ...userForm(call, user),
    UserPolicyList: inlineForms(user),
    GroupList: user.groups.flatMap((id) => call.home.byId.group.get(id)?.name ?? []).sort(),
    AttachedManagedPolicies: attachedForms(user),
    ...boundaryOf(user),
    Tags: wireTags(user.tags),
  };
}

export function groupDetails(call: AnyCall, group: Group): Detail<"GroupDetailList"> {
  return {
    ...groupForm(call, group),
    GroupPolicyList: inlineForms(group),
    AttachedManagedPolicies: attachedForms(group),
  };
}

export function roleDetails(call: AnyCall, role: Role, uses: RoleUses): Detail<"RoleDetailList"> {
  const profiles = [...call.home.indexes.profilesByRole.startingWith(role.id + SEPARATOR)];
  return {
    ...roleForm(call, role),
    InstanceProfileList: profiles.map(([, profile]) => profileForm(call, profile)),
    RolePolicyList: inlineForms(role),
    AttachedManagedPolicies: attachedForms(role),
    ...boundaryOf(role),
    Tags: wireTags(role.tags),
    ...roleLastUsed(uses, role.id, call.now),
  };
}

/** With every version and its document, the newest first. */
export function policyDetails(call: AnyCall, policy: Managed) {
  return {
    ...policyForm(call, policy),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    PolicyVersionList: [...policy.versions]
      .sort((a, b) => b.number - a.number)
      .map((version) => versionDetail(policy, version)),
  };
}
