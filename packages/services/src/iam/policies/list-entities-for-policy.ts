import { foldName, type Group, type Role, SEPARATOR, type User } from "@portcullis/directory";
import type { Call } from "../../framework/call.ts";
import { listOperation } from "../../framework/list-operation.ts";
import { findManagedPolicy } from "./find-managed-policy.ts";
import { missingPolicy } from "./find-policy.ts";

type Holder = User | Group | Role;

/**
 * Groups, roles and users that have a policy attached, or as their boundary; one page over all three.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
 */
export const listEntitiesForPolicy = listOperation("iam:ListEntitiesForPolicy", {
  find(call) {
    const { PolicyArn } = call.input;
    return { policy: findManagedPolicy(call, PolicyArn, missingPolicy.toUse(PolicyArn)) };
  },
  entries: (call, after) =>
    holdersOf(call)
      .filter(({ path }) => path.startsWith(call.input.PathPrefix ?? "/"))
      .map((holder): readonly [string, Holder] => [`${holder.kind} ${foldName(holder.name)}`, holder])
      .filter(([key]) => after === undefined || key > after)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  parts(holders) {
    const of = (kind: Holder["kind"]) => holders.filter((holder) => holder.kind === kind);
    return {
      PolicyGroups: of("group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of("user").map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of("role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    };
  },
});

/** The kinds that EntityFilter names. With its two values that are policies AWS lists nothing: none holds another. */
const kinds = {
  User: ["user"],
  Group: ["group"],
  Role: ["role"],
  LocalManagedPolicy: [],
  AWSManagedPolicy: [],
  Any: ["user", "group", "role"],
} as const satisfies Record<string, readonly Holder["kind"][]>;

function holdersOf(call: Call<"iam:ListEntitiesForPolicy">): readonly Holder[] {
  const { indexes } = call.home;
  const { PolicyUsageFilter, PolicyArn, EntityFilter } = call.input;
  const attached = [indexes.userAttachments, indexes.groupAttachments, indexes.roleAttachments];
  const bounded = [indexes.userBoundaries, indexes.roleBoundaries];
  const maps = {
    PermissionsPolicy: attached,
    PermissionsBoundary: bounded,
    All: [...attached, ...bounded],
  }[PolicyUsageFilter ?? "All"];
  const wanted: readonly Holder["kind"][] = kinds[EntityFilter ?? "Any"];
  const found = new Map<string, Holder>();
  for (const map of maps) {
    for (const [, holder] of map.startingWith(PolicyArn + SEPARATOR)) {
      if (wanted.includes(holder.kind)) found.set(holder.id, holder);
    }
  }
  return [...found.values()];
}
