import { foldName, parseArn, SEPARATOR } from "@portcullis/directory";
import { answer, type Call } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findManagedPolicy } from "./find-managed-policy.ts";

interface Entity {
  readonly kind: "user" | "group" | "role";
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/**
 * Groups, roles and users that have a policy attached, or as their boundary; one page over all three.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
 */
export const listEntitiesForPolicy = operation("iam:ListEntitiesForPolicy", {
  find: (call) => ({ policy: findManagedPolicy(call, call.input.PolicyArn) }),
  run(call) {
    const { Marker, MaxItems, PathPrefix, EntityFilter } = call.input;
    const after = Marker === undefined ? undefined : call.markers.open(Marker);
    if (Marker !== undefined && after === undefined) return call.fail("ValidationError", "Invalid Marker.");
    const prefix = PathPrefix ?? "/";
    const all = entitiesOf(call)
      .filter((entity) => entity.path.startsWith(prefix))
      .filter((entity) => wants(EntityFilter, entity.kind))
      .map((entity) => ({ entity, key: `${entity.kind} ${foldName(entity.name)}` }))
      .filter(({ key }) => after === undefined || key > after)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const page = all.slice(0, MaxItems ?? 100);
    const of = (kind: Entity["kind"]) =>
      page.filter(({ entity }) => entity.kind === kind).map(({ entity }) => entity);
    const last = page.at(-1)?.key;
    return answer({
      PolicyGroups: of("group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of("user").map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of("role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      IsTruncated: page.length < all.length,
      ...(page.length < all.length && last !== undefined ? { Marker: call.markers.seal(last) } : {}),
    });
  },
});

const filterName = { user: "User", group: "Group", role: "Role" } as const;

function entitiesOf(call: Call<"iam:ListEntitiesForPolicy">): readonly Entity[] {
  const { indexes } = call.home;
  const { PolicyUsageFilter, PolicyArn, EntityFilter } = call.input;
  const scoped = EntityFilter === "LocalManagedPolicy" || EntityFilter === "AWSManagedPolicy";
  // These two filters ask what kind the policy is; a policy of the other kind has no entities to show.
  if (scoped && (EntityFilter === "AWSManagedPolicy") !== (parseArn(PolicyArn)?.account === "aws")) return [];
  const prefix = PolicyArn + SEPARATOR;
  const attached = [indexes.userAttachments, indexes.groupAttachments, indexes.roleAttachments];
  const bounded = [indexes.userBoundaries, indexes.roleBoundaries];
  const maps =
    PolicyUsageFilter === "PermissionsPolicy"
      ? attached
      : PolicyUsageFilter === "PermissionsBoundary"
        ? bounded
        : [...attached, ...bounded];
  const found = new Map<string, Entity>();
  for (const map of maps) for (const [, entity] of map.startingWith(prefix)) found.set(entity.id, entity);
  return [...found.values()];
}

/** The filter's other values speak of the policy, not of the entity. */
function wants(filter: string | undefined, kind: Entity["kind"]): boolean {
  const kinds: readonly (string | undefined)[] = Object.values(filterName);
  return !kinds.includes(filter) || filterName[kind] === filter;
}
