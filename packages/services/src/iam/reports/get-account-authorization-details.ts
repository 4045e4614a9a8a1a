import type { InputOf } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { listOperation } from "../../framework/list-operation.ts";
import { findRoleUses, noUses, type RoleUses } from "../roles/last-used.ts";
import { groupDetails, policyDetails, roleDetails, userDetails } from "./details-forms.ts";
import { policiesHere } from "./policies-here.ts";

type DetailsCall = Call<"iam:GetAccountAuthorizationDetails"> & { readonly prepared: RoleUses };
type EntityType = NonNullable<InputOf<"iam:GetAccountAuthorizationDetails">["Filter"]>[number];

/** One of what the answer has four lists of. */
interface Item {
  readonly user?: ReturnType<typeof userDetails>;
  readonly group?: ReturnType<typeof groupDetails>;
  readonly role?: ReturnType<typeof roleDetails>;
  readonly policy?: ReturnType<typeof policyDetails>;
}

/**
 * Users, groups, roles and managed policies, one list after the other; one page goes over all four. Of AWS's policies
 * those that are used in the account.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const getAccountAuthorizationDetails = listOperation("iam:GetAccountAuthorizationDetails", {
  prepare: ({ account, input }, powers) =>
    isWanted({ input }, "Role") ? findRoleUses(powers, account) : Promise.resolve(noUses),
  *entries(call, after): Generator<readonly [string, Item]> {
    for (const [at, list] of lists.entries()) {
      const [reached, key] = after === undefined ? [0, undefined] : [Number(after[0]), after.slice(1)];
      if (at < reached) continue;
      for (const [next, item] of list(call, at === reached ? key : undefined)) yield [at + next, item];
    }
  },
  parts: (items) => ({
    UserDetailList: items.flatMap(({ user }) => user ?? []),
    GroupDetailList: items.flatMap(({ group }) => group ?? []),
    RoleDetailList: items.flatMap(({ role }) => role ?? []),
    Policies: items.flatMap(({ policy }) => policy ?? []),
  }),
});

type List = (call: DetailsCall, after: string | undefined) => Iterable<readonly [string, Item]>;

const lists: readonly List[] = [
  function* users(call, after) {
    if (!isWanted(call, "User")) return;
    for (const [key, user] of call.home.indexes.usersByName.after(after))
      yield [key, { user: userDetails(call, user) }];
  },
  function* groups(call, after) {
    if (!isWanted(call, "Group")) return;
    for (const [key, group] of call.home.indexes.groupsByName.after(after))
      yield [key, { group: groupDetails(call, group) }];
  },
  function* roles(call, after) {
    if (!isWanted(call, "Role")) return;
    for (const [key, role] of call.home.indexes.rolesByName.after(after))
      yield [key, { role: roleDetails(call, role, call.prepared) }];
  },
  function* policies(call, after) {
    const which = { own: isWanted(call, "LocalManagedPolicy"), aws: isWanted(call, "AWSManagedPolicy") };
    for (const [key, policy] of policiesHere(call, which, after))
      yield [key, { policy: policyDetails(call, policy) }];
  },
];

/** Without a filter, and with an empty one, everything is. */
function isWanted({ input: { Filter = [] } }: Pick<DetailsCall, "input">, type: EntityType): boolean {
  return Filter.length === 0 || Filter.includes(type);
}
